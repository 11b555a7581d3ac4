//   GET /api/clinics/{clinic}/audit?who=&patient=&act=&kind=&from=&to=&outcome=&before=&size= -> AuditPage, for an auditor
//   GET /api/clinics/{clinic}/audit/export, the same filters -> CSV
export interface AuditLine {
  /** Its place in the clinic's chain. */
  number: number;
  at: string;
  kind: "nobody" | "person" | "client" | "server" | "support";
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
