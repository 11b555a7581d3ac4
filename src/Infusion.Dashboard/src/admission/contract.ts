import type { DoseRoute } from "../live/contract";

// Check-in, order, double check and preparation. The C# side: src/Infusion.Server/Live/AdmissionViews.cs and
// Sessions/AdmissionRequest.cs.
//   GET  /api/clinics/{clinic}/sessions/{id}/check-in -> CheckInView | 404: nothing is asked
//   GET  /api/clinics/{clinic}/sessions/{id}/order-sheet -> OrderSheet | 404
//   POST /api/clinics/{clinic}/orders/calculate  OrderDraft -> CalculatedOrder

export type CheckInItem =
  | "identity"
  | "consent"
  | "fasting"
  | "pregnancy"
  | "benzodiazepine"
  | "stimulant"
  | "substances"
  | "contraindications"
  | "suicidality"
  | "escort"
  | "blood_pressure";

export type CheckInFinding =
  | "confirmed"
  | "not_confirmed"
  | "not_relevant"
  | "negative"
  | "positive"
  | "not_done"
  | "none_taken"
  | "taken";

export type CheckInStatus = "open" | "pass" | "hold" | "overridden";

/** Only what the item asks for is filled in. */
export interface CheckInAnswer {
  item: CheckInItem;
  finding: CheckInFinding;
  identifiers?: string[];
  consentVersion?: string | null;
  signedOn?: string | null;
  solidsAt?: string | null;
  fluidsAt?: string | null;
  takenAt?: string | null;
  present?: string[];
  /** Of an answer that is read: the note's id. Of one that is sent: its text. */
  note?: string | null;
}

export interface CheckInLine {
  item: CheckInItem;
  words: string;
  status: CheckInStatus;
  why: string | null;
  /** When what holds will be over if nothing changes, or from when a recheck counts. */
  metFrom: string | null;
  mayBeOverridden: boolean;
  /** Empty: it is measured. */
  findings: CheckInFinding[];
  answer: CheckInAnswer | null;
  at: string | null;
  by: string | null;
  override: { at: string; reason: string; by: string } | null;
}

/** Of the protocol; times are "hh:mm:ss". null: not asked. */
export interface AdmissionGate {
  items: CheckInItem[];
  solidsFasting: string | null;
  fluidsFasting: string | null;
  consentValidDays: number | null;
  consentVersion: string | null;
  benzodiazepineFree: string | null;
  stimulantFree: string | null;
  systolicHoldFromMmHg: number | null;
  diastolicHoldFromMmHg: number | null;
  recheckAfter: string;
  pressureAtMostOld: string;
  doubleCheckWithinPercent: number | null;
  preparedAtMostBefore: string | null;
}

export interface Done {
  by: string;
  at: string;
}

export type Diluent = "none" | "sodium_chloride" | "glucose";

export interface CheckInView {
  session: string;
  chair: string;
  patient: string;
  phase: string;
  protocol: string;
  gate: AdmissionGate;
  items: CheckInLine[];
  pressure: { at: string; systolic: number; diastolic: number; device: string } | null;
  /** What a start would be refused for; each goes on after "Not done: ". */
  gaps: string[];
  drug: string;
  concentrationMgPerMl: number;
  orderedBy: string | null;
  orderedAt: string | null;
  check: Done | null;
  disagreed: Done[];
  prepared: (Done & { diluent: Diluent; totalMl: number; vials: { vial: string; drawnMl: number }[] }) | null;
  /** Names and reasons by their ids. */
  notes: Record<string, string>;
}

/** The rate is null where the order is one dose. */
export interface Computed {
  doseMg: number;
  volumeMl: number;
  rateMlPerHour: number | null;
}

/** It holds no number that is to be found; these come in `compared`, to who has given theirs. */
export interface OrderSheet {
  session: string;
  chair: string;
  patient: string;
  protocol: string;
  drug: string;
  weightKg: number;
  weightBasis: string;
  actualWeightKg: number | null;
  heightCm: number | null;
  sex: string;
  weightMethod: string;
  weighedOn: string | null;
  /** null: the dose is ordered in mg. */
  doseMgPerKg: number | null;
  doseMg: number | null;
  concentrationMgPerMl: number;
  durationMinutes: number;
  isInfusion: boolean;
  withinPercent: number;
  orderedBy: string | null;
  orderedAt: string | null;
  check: Done | null;
  /** Why this person cannot check it; null: they can. */
  whyNot: string | null;
  compared: { agrees: boolean; at: string; mine: Computed; ordered: Computed } | null;
}

export interface OrderRequest {
  protocol: string;
  protocolVersion: number | null;
  drug: string;
  doseMg: number;
  weightKg: number;
  weightBasis: string;
  concentrationMgPerMl: number;
  rateMlPerHour: number;
  durationMinutes: number;
  weightMethod: string;
  weighedOn: string | null;
  actualWeightKg: number | null;
  heightCm: number | null;
  sex: string;
  route: DoseRoute;
  orderedMgPerKg: number | null;
}

/** As it is being typed; null: not there yet. */
export interface OrderDraft {
  protocol: string;
  /** null: the one in use. */
  protocolVersion: number | null;
  patient: string | null;
  weight: number | null;
  weightUnit: "kilogram" | "pound";
  basis: "actual" | "ideal" | "adjusted";
  method: "unknown" | "measured" | "stated";
  weighedOn: string | null;
  heightCm: number | null;
  sex: "unknown" | "female" | "male";
  doseMgPerKg: number | null;
  doseMg: number | null;
  concentrationMgPerMl: number | null;
  totalVolumeMl: number | null;
  durationMinutes: number | null;
}

export interface OrderFinding {
  path: string;
  verdict: "soft" | "hard";
  value: number | null;
  bound: number | null;
  sentence: string;
}

export interface CalculatedOrder {
  weightKg: number | null;
  /** null: something is absent or cannot be. */
  order: OrderRequest | null;
  volumeMl: number | null;
  mgPerHour: number | null;
  mgPerKgPerHour: number | null;
  mcgPerKgPerMinute: number | null;
  faults: { path: string; sentence: string }[];
  findings: OrderFinding[];
  /** Only a physician orders from this protocol. */
  byPhysician: boolean;
}

export interface SecondPerson {
  name: string;
  password: string;
}

export type AdmissionCommand =
  | ({ type: "answer_check_in" } & CheckInAnswer)
  | { type: "withdraw_check_in"; item: CheckInItem }
  | { type: "override_check_in"; item: CheckInItem; reason: string }
  | {
      type: "change_order";
      order: OrderRequest;
      patient: string;
      reason: string;
      insteadOf: string | null;
      overrides: { path: string; reason: string }[];
      secondPerson: SecondPerson | null;
    }
  | {
      type: "check_order";
      doseMg: number;
      volumeMl: number;
      rateMlPerHour: number | null;
      orderedAt: string | null;
    }
  | {
      type: "prepare_dose";
      vials: { vial: string; drawnMl: number }[];
      diluent: Diluent;
      totalMl: number;
      at?: string;
    };
