import { t } from "@lingui/core/macro";
import { priorityWords } from "../ui/words";
import type { VitalLimit, WhatIfAlarm, WhatIfChange } from "./contract";

export const sideWords = { low: t`below`, high: t`above` } as const;

/** Seconds of "00:01:30" or "1.00:00:00.5". */
export function secondsOf(span: string): number {
  const match = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(span);
  if (!match) return Number.NaN;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

/** What a limit waits for: its delay, or the second measurement. */
export const delayOf = (limit: VitalLimit): number => secondsOf(limit.repeatAfter ?? limit.delay);

export type ChangeKind = "gained" | "lost" | "earlier" | "later" | "changed";

/** The one word for a change that matters most to the person at the chair. */
export function kindOf(change: WhatIfChange): ChangeKind {
  if (change.before === null) return "gained";
  if (change.after === null) return "lost";
  if (change.laterBySeconds < 0) return "earlier";
  return change.laterBySeconds > 0 ? "later" : "changed";
}

/** Each has a sign of its own in the picture. */
export const kindSigns: Record<ChangeKind, string> = { gained: "+", lost: "−", earlier: "◂", later: "▸", changed: "≠" };

const seconds = (amount: number): string => `${Math.round(Math.abs(amount) * 10) / 10} s`;

export function changeWords(change: WhatIfChange): string {
  if (change.before === null) return t`Gained`;
  if (change.after === null) return t`Lost`;
  const parts: string[] = [];
  const moved = seconds(change.laterBySeconds);
  if (change.laterBySeconds !== 0) parts.push(change.laterBySeconds < 0 ? t`${moved} earlier` : t`${moved} later`);
  const longer = seconds(change.longerBySeconds);
  if (change.longerBySeconds !== 0) parts.push(change.longerBySeconds < 0 ? t`${longer} shorter` : t`${longer} longer`);
  if (change.hasOtherPriority) {
    const before = priorityWords[change.before.priority].toLowerCase();
    const after = priorityWords[change.after.priority].toLowerCase();
    parts.push(t`${before} becomes ${after}`);
  }
  return parts.join(", ").replace(/^./, (first) => first.toUpperCase());
}

export const alarmOf = (change: WhatIfChange): WhatIfAlarm => (change.after ?? change.before) as WhatIfAlarm;
