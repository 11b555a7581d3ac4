//   POST /api/clinics/{clinic}/audit/search AuditFilter & {before, size} -> AuditPage, for an auditor
//   POST /api/clinics/{clinic}/audit/export AuditFilter -> CSV
export interface AuditFilter {
  who?: string;
  /** A family name, a number or an id. */
  patient?: string;
  act?: string;
  kind?: string;
  outcome?: string;
  from?: string;
  to?: string;
}

export interface AuditLine {
  /** Its place in the clinic's chain. */
  number: number;
  at: string;
  kind: "nobody" | "person" | "client" | "server" | "support" | "display";
  /** A sign-in name or a client's id; "": nobody that is known. */
  who: string;
  act: string;
  what: string;
  /** Names where they are known, ids otherwise. */
  patients: string[];
  session: string | null;
  origin: string;
  status: number;
  refused: boolean;
}

export interface AuditPage {
  lines: AuditLine[];
  /** For the next page; null: there is none. */
  before: number | null;
}
