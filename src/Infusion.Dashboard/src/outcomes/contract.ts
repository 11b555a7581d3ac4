// Scores of patients, tablet links, safety tasks. The C# side: src/Infusion.Server/Outcomes.
//   GET  /api/clinics/{clinic}/instruments -> Instrument[]
//   POST /api/clinics/{clinic}/assessments/score -> Score                      (nothing is stored)
//   GET  /api/clinics/{clinic}/patients/{id}/outcomes -> Outcomes
//   POST /api/clinics/{clinic}/patients/{id}/assessments                        (204: it is on disk)
//   POST /api/clinics/{clinic}/patients/{id}/assessments/{id}/withdraw
//   POST /api/clinics/{clinic}/patients/{id}/tablet-links -> TabletLink
//   GET  /api/clinics/{clinic}/safety-tasks -> SafetyTask[]
//   POST /api/clinics/{clinic}/safety-tasks/{assessment}/answer                 (physicians)
//   GET, POST /api/tablet/{clinic}/{token} -> Tablet, TabletThanks              (without a sign-in)

export type InstrumentId = "phq9" | "gad7" | "pcl5" | "cssrs" | "pain_nrs" | "bpi" | "ybocs" | "qids_sr16";

export interface InstrumentItem {
  label: string;
  /** The lowest is 0. */
  highest: number;
  /** What each number means, from 0; empty: plain numbers. */
  answers: string[];
  lowestMeans: string | null;
  highestMeans: string | null;
}

export interface Band {
  from: number;
  label: string;
}

export interface Instrument {
  instrument: InstrumentId;
  name: string;
  about: string;
  question: string;
  items: InstrumentItem[];
  totalLabel: string;
  highest: number;
  bands: Band[];
  validity: string;
  licence: string;
  /** A patient may fill it in on a tablet; otherwise the labels only say what an item is about. */
  isWordingShipped: boolean;
  daysApart: number;
  daysOnSchedule: number;
  responsePercent: number | null;
  responsePoints: number | null;
  remissionAtMost: number | null;
}

export type Answer = number | null;

export type SafetyReason = "thoughts_of_self_harm" | "positive_screen" | "not_answered";

export interface Score {
  /** null: too little is answered. */
  total: number | null;
  band: string | null;
  missing: number;
  parts: { label: string; value: number | null; highest: number }[];
  finding: string | null;
  safety: SafetyReason | null;
}

export interface Assessment {
  id: string;
  /** The clinic's calendar day. */
  on: string;
  at: string;
  by: string;
  isByTablet: boolean;
  isOffSchedule: boolean;
  items: Answer[];
  score: Score;
  isBaseline: boolean;
  change: number | null;
  changePercent: number | null;
  isResponse: boolean | null;
  isRemission: boolean | null;
  withdrawn: { at: string; by: string; reason: string | null } | null;
}

export interface Series {
  instrument: Instrument;
  /** Oldest first. */
  assessments: Assessment[];
  nextFrom: string;
}

export interface SafetyTask {
  assessment: string;
  patient: string;
  patientName: string;
  mrn: string | null;
  instrument: InstrumentId;
  reason: SafetyReason;
  words: string;
  openedAt: string;
  session: string | null;
  chair: string | null;
  /** null: open. */
  answeredAt: string | null;
  answeredBy: string | null;
  answer: string | null;
}

export interface Outcomes {
  patient: string;
  name: string;
  today: string;
  infusionDays: string[];
  series: Series[];
  safetyTasks: SafetyTask[];
}

export interface TabletLink {
  path: string;
  expiresAt: string;
}

export interface TabletWords {
  greeting: string;
  introduction: string;
  thanks: string;
  help: string;
  urgent: string;
}

export interface Tablet {
  state: "open" | "used" | "late" | "replaced" | "unknown";
  /** What to do; null while open. */
  sentence: string | null;
  initials: string | null;
  expiresAt: string | null;
  words: TabletWords;
  instruments: Instrument[];
}

export interface TabletThanks {
  sentence: string;
}
