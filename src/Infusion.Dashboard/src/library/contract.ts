import type { AdmissionGate } from "../admission/contract";
import type { DischargeNeed, RecoveryScale, RecoveryScaleInfo } from "../after/contract";
import type { Priority } from "../live/alarmContract";

// What the server says of protocols. The C# side stands in src/Infusion.Server/Library/ProtocolContract.cs and
// src/Infusion.Core/DrugLibrary. Times are "hh:mm:ss"; null: not set.

export interface Approval {
  by: string;
  at: string;
}

export interface ProtocolVersion {
  id: string;
  version: number;
  name: string;
  standing: "sample" | "draft" | "approved";
  /** A plan that names no version takes this one. */
  isInUse: boolean;
  isNewest: boolean;
  createdAt: string;
  createdBy: string;
  reason: string;
  approval: Approval | null;
}

export interface Guardrail {
  hardLow: number | null;
  softLow: number | null;
  softHigh: number | null;
  hardHigh: number | null;
}

export type GuardrailName =
  | "totalDoseMg"
  | "doseMgPerKg"
  | "rateMgPerKgPerHour"
  | "durationMinutes"
  | "bolusMgPerKg"
  | "weightKg";

export interface VitalLimit {
  metric: string;
  side: "low" | "high";
  priority: Priority;
  value: number | null;
  isInclusive: boolean;
  baselineChange: number | null;
  hysteresis: number;
  delay: string;
  depthSeconds: number | null;
  repeatAfter: string | null;
  adjustableFrom: number | null;
  adjustableTo: number | null;
}

export interface RuleTuning {
  isOn: boolean;
  priority: Priority | null;
  delay: string | null;
}

/** Settings beside the limits and rules are shown by their names. */
export type Setting = number | string | boolean | null;

export interface Protocol {
  id: string;
  version: number;
  name: string;
  indication: string;
  drug: string;
  drugSynonyms: string[];
  concentrations: { "mg/mL": number }[];
  guardrails: Record<GuardrailName, Guardrail | null> & { perDayMg: number | null; perSeriesMg: number | null };
  usualDoseMgPerKg: number;
  usualDuration: string;
  safety: { vitals: VitalLimit[]; rules: Record<string, RuleTuning> } & Record<string, unknown>;
  schedule: {
    what: string;
    window: "before_start" | "infusing" | "recovery";
    every: string;
    grace: string;
    from: string;
    until: string | null;
  }[];
  /** What is asked before the infusion starts; null: nothing. */
  admission?: AdmissionGate | null;
  /** What is asked before a patient leaves; null: nothing. */
  discharge?: {
    atLeast: string | null;
    scale: RecoveryScale | null;
    threshold: number | null;
    needs: DischargeNeed[];
    mayBeOverridden: boolean;
  } | null;
  vials?: { areAsked: boolean; overfillUpToPercent: number | null } | null;
  approval: Approval | null;
}

export interface ProtocolView {
  about: ProtocolVersion;
  protocol: Protocol;
}

/** A protocol that ships. */
export interface Sample {
  id: string;
  name: string;
  indication: string;
  drug: string;
  usualDoseMgPerKg: number;
  usualDuration: string;
  /** The clinic has one of this id. */
  isThere: boolean;
}

export interface Fault {
  path: string;
  message: string;
}

export interface Difference {
  path: string;
  before: unknown;
  after: unknown;
}

/** What is wrong with a draft, and what it changes. */
export interface Check {
  faults: Fault[];
  /** The version in use; null: there is no such protocol yet. */
  against: number | null;
  differences: Difference[] | null;
}

export interface Vocabulary {
  recoveryScales: RecoveryScaleInfo[];
  /** Words go on after "Missing: ". */
  dischargeNeeds: { need: DischargeNeed; words: string }[];
  vitals: { metric: string; label: string; unit: string; lowest: number; highest: number; isByCuff: boolean }[];
  rules: {
    id: string;
    code: string;
    action: string;
    priority: Priority;
    mayBeOff: boolean;
    /** null: it judges no vital limits. */
    side: "low" | "high" | null;
    metrics: string[];
    delaySeconds: number | null;
  }[];
}
