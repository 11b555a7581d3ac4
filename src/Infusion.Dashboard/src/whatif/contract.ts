// Recorded sessions under other limits. C# side: src/Infusion.Server/Replay/ReplayContract.cs.
//   GET  /api/clinics/{clinic}/what-if?from=&to= -> WhatIfChoices | 400 problem
//   POST /api/clinics/{clinic}/what-if -> one WhatIfLine a line, told while it runs | 400 problem
import type { Priority } from "../live/alarmContract";

export interface VitalLimit {
  metric: string;
  side: "low" | "high";
  priority: Priority;
  value: number | null;
  baselineChange: number | null;
  /** hh:mm:ss */
  delay: string;
  /** Confirmed by a second measurement so much later; null: by the delay. */
  repeatAfter: string | null;
}

export interface WhatIfChoice {
  session: string;
  chair: string;
  /** null: the patient was erased. */
  initials: string | null;
  protocol: string;
  plannedAt: string;
  /** null: it is open. */
  closedAt: string | null;
}

export interface RuleChoice {
  rule: string;
  id: string;
  priority: Priority;
  hasOwnDelay: boolean;
  mayBeOff: boolean;
}

export interface ProtocolLimits {
  protocol: string;
  version: number;
  name: string;
  limits: { vitals: VitalLimit[]; rules: Record<string, { isOn: boolean }> };
}

export interface WhatIfChoices {
  sessions: WhatIfChoice[];
  protocols: ProtocolLimits[];
  rules: RuleChoice[];
}

export interface LimitChange {
  metric: string;
  side: "low" | "high";
  priority: Priority;
  value?: number;
  delaySeconds?: number;
  off?: boolean;
}

export interface WhatIfRequest {
  sessions: string[];
  limits: { changes: LimitChange[]; rules: { rule: string; on: boolean }[] };
}

export interface WhatIfAlarm {
  alarm: string;
  rule: string;
  headline: string;
  metric: string;
  source: string | null;
  raisedPriority: Priority;
  /** The gravest that it had. */
  priority: Priority;
  onset: string;
  raisedAt: string;
  /** null: it stood to the end. */
  endedAt: string | null;
}

export interface WhatIfChange {
  /** null: gained. */
  before: WhatIfAlarm | null;
  /** null: lost. */
  after: WhatIfAlarm | null;
  /** Negative: earlier. */
  laterBySeconds: number;
  /** Negative: shorter. */
  longerBySeconds: number;
  hasOtherPriority: boolean;
}

export interface WhatIfSession {
  session: string;
  chair: string;
  initials: string | null;
  protocol: string;
  plannedAt: string;
  until: string;
  monitoredHours: number;
  replay: { isSame: boolean; isOpen: boolean; events: number; verdict: string };
  refused: number;
  same: WhatIfAlarm[];
  changes: WhatIfChange[];
}

export interface WhatIfCount {
  alarms: number;
  high: number;
  medium: number;
  low: number;
  perHour: number | null;
}

export interface WhatIfTotals {
  sessions: number;
  replayed: number;
  monitoredHours: number;
  asItWas: WhatIfCount;
  asItWouldBe: WhatIfCount;
  gained: number;
  lost: number;
  earlier: number;
  later: number;
  otherPriority: number;
  longer: number;
  shorter: number;
}

export type WhatIfLine =
  | { kind: "waiting" }
  | { kind: "progress"; share: number; sessions: number; of: number }
  | { kind: "session"; session: WhatIfSession }
  | { kind: "totals"; of: WhatIfTotals }
  | { kind: "failed"; reason: string };
