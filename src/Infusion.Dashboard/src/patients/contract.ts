export interface Allergy {
  text: string;
  severity: "unknown" | "mild" | "moderate" | "severe";
}

/** A patient as the server keeps it. What the form does not show goes back as it came. */
export interface PatientRecord {
  id: string;
  familyName: string;
  givenName: string;
  birthDate: string | null; // "1984-02-29"
  mrn: string | null;
  gender: string | null;
  version: number;
  writtenAt: string | null;
  writtenBy: string | null;
  identifiers: { system: string; value: string }[];
  allergies: Allergy[];
  /** Asked, and none. An empty list without it: nobody knows. */
  noKnownAllergies: boolean;
  weights: { kilograms: number; method: "unknown" | "measured" | "stated"; on: string }[];
  contacts: { name: string; relation: string; phone: string }[];
  /** What stood here before, oldest first; only in the record. */
  history: PatientRecord[];
}

export interface PatientPage {
  patients: PatientRecord[];
  total: number;
  page: number;
  size: number;
}

export interface FieldFault {
  field: string;
  message: string;
}

/** What a refusal of a patient carries. */
export interface PatientProblem {
  code?: string;
  faults?: FieldFault[];
  similar?: PatientRecord[];
  changed?: string[];
  current?: PatientRecord | null;
}

/** What a line or an EHR's record would be entered as. */
export interface PatientDraft {
  patient: string;
  familyName: string | null;
  givenName: string | null;
  birthDate: string | null;
  mrn: string | null;
  distinct?: string[] | null;
}

export type ImportStanding = "new" | "entered" | "already" | "duplicate" | "wrong" | "not_stored";

export interface ImportLine {
  number: number;
  standing: ImportStanding;
  /** Goes back as it came; null: the line cannot be read. */
  patient: PatientDraft | null;
  faults: FieldFault[];
  similar: PatientRecord[];
  sameLines: number[];
}

export interface ImportPreview {
  lines: ImportLine[];
  /** Columns that are not known. */
  ignored: string[];
}

export interface ImportResult {
  entered: number;
  lines: ImportLine[];
}

export interface EhrMatch {
  id: string;
  patient: PatientDraft;
  notes: string[];
  faults: FieldFault[];
  similar: PatientRecord[];
}

export interface EhrMatches {
  matches: EhrMatch[];
  hasMore: boolean;
}
