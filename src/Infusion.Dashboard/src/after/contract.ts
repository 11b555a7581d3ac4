// Recovery, discharge and vials. The C# side: src/Infusion.Server/Live/AfterViews.cs and Sessions/AfterRequest.cs.
//   GET /api/clinics/{clinic}/sessions/{id}/after -> AfterView      (also of a closed session)
//   GET /api/clinics/{clinic}/sessions/{id}/minutes -> Minutes

export type RecoveryScale = "aldrete_percent" | "aldrete_mm_hg" | "padss";
export type DischargeNeed =
  | "dissociation_at_baseline"
  | "steady_gait"
  | "no_active_nausea"
  | "suicidality_screened"
  | "escort_present"
  | "instructions_given";

export interface RecoveryItemScore {
  item: string;
  score: number;
}

/** Of the vocabulary of protocols: the lines of a scale, and what 0, 1 and 2 mean. */
export interface RecoveryScaleInfo {
  scale: RecoveryScale;
  label: string;
  items: { item: string; label: string; answers: string[] }[];
}

export interface DischargeItem {
  code: string;
  /** null: the time, or the score. */
  need: DischargeNeed | null;
  words: string;
  isMet: boolean;
  /** What is missing, or what it rests on. */
  why: string | null;
  /** When what it is judged by was; null: there is nothing yet. */
  at: string | null;
  /** Of the time: when it will be over. */
  metFrom: string | null;
}

export interface VialView {
  id: string;
  drug: string;
  strengthMgPerMl: number;
  volumeMl: number;
  lot: string;
  expiry: string;
  openedAt: string;
  labelledMg: number;
  overfillMg: number;
  givenMg: number;
  wastedMg: number;
  returnedMg: number;
  leftMg: number;
}

export interface AfterView {
  scores: {
    scale: RecoveryScale;
    label: string;
    total: number;
    items: RecoveryItemScore[];
    at: string;
    by: string;
  }[];
  /** What the protocol counts by; null: it asks for no score. */
  scale: RecoveryScale | null;
  threshold: number | null;
  /** null: nothing is asked for. */
  discharge: DischargeItem[] | null;
  /** By a physician, with a reason. */
  mayBeOverridden: boolean;
  leftAgainstAdvice: boolean;
  dissociationBefore: number | null;
  vials: VialView[];
  leftMg: number;
  /** A session that gave drug is closed only with its vials. */
  vialsAsked: boolean;
  overfillUpToPercent: number | null;
  /** Open or answered since check-in, oldest first. */
  safetyTasks: ChairSafetyTask[];
}

/** Somebody with the right must look at the patient's safety. */
export interface ChairSafetyTask {
  assessment: string;
  words: string;
  openedAt: string;
  /** null: open. */
  answeredAt: string | null;
  answeredBy: string | null;
}

/** Durations are "hh:mm:ss"; null: not known, and nothing is made up for it. */
export interface InfusionTimes {
  start: string | null;
  stop: string | null;
  pauses: { from: string; to: string | null }[];
  elapsed: string | null;
  infusing: string | null;
}

export interface Minutes {
  byHand: InfusionTimes;
  byPump: InfusionTimes;
}

/** Somebody else, by their own password; it is checked and kept nowhere. */
export interface Witness {
  name: string;
  password: string;
}

/** A time that is absent is now. */
export type AfterCommand =
  | { type: "score_recovery"; scale: RecoveryScale; items: RecoveryItemScore[]; at?: string }
  | { type: "chart_discharge_need"; need: DischargeNeed; isMet: boolean; note?: string; at?: string }
  | { type: "discharge_in_spite" | "leave_against_advice"; reason: string }
  | {
      type: "open_vial";
      vial: string;
      drug: string;
      strengthMgPerMl: number;
      volumeMl: number;
      lot: string;
      expiry: string;
      at?: string;
    }
  | { type: "give_from_vial"; vial: string; mg: number | null; at?: string }
  | { type: "return_from_vial"; vial: string; mg: number; at?: string }
  | { type: "waste_from_vial" | "chart_overfill"; vial: string; mg: number; witness: Witness; at?: string };
