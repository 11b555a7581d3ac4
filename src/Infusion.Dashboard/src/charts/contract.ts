// Review, signing and sealed versions of charts. The C# side: src/Infusion.Server/Charts/ChartContract.cs.
//   GET  /api/clinics/{clinic}/charts -> ChartList
//   GET  /api/clinics/{clinic}/sessions/{id}/chart/sign-off -> SignOff
//   POST …/chart/signatures | lock | waivers | waivers/withdraw | entries | seen
//   GET  …/chart/versions/{n} (zip), …/versions/{n}/pdf, …/versions/{n}/difference/{m} (m = 0: now) -> Difference
//   GET, POST /api/clinics/{clinic}/chart-keys, …/{fingerprint}/revoke; GET …/chart-keys/trust (PEM)

export type Meaning = "author" | "review" | "approval";
export type Standing = "awaits_signature" | "awaits_lock" | "changed" | "locked";
export type EntryKind = "addendum" | "correction" | "late_entry";

export interface Obligation {
  code: string;
  text: string;
  /** When it was, where it has times. */
  times: string[];
  /** false: it has to be done. */
  mayBeWaived: boolean;
}

export interface SignatureView {
  by: string;
  name: string;
  meaning: Meaning;
  at: string;
  version: number;
  /** On what the chart says now. */
  isCurrent: boolean;
}

/** How much differs from the version before. */
export interface Changes {
  events: number;
  readings: number;
  notes: number;
  additions: number;
}

export interface ChartRow {
  session: string;
  chair: string;
  patient: string;
  patientName: string;
  since: string;
  standing: Standing;
  open: Obligation[];
  waived: number;
  signatures: SignatureView[];
  /** The newest sealed one; 0: none. */
  version: number;
  /** It changed after I signed it, and I have not seen that. */
  forMe: boolean;
  changes: Changes;
}

export interface ChartList {
  charts: ChartRow[];
  /** So many more are not shown: the oldest come first. */
  more: number;
}

export interface Waiver {
  obligation: string;
  reason: string;
  at: string;
  by: string;
}

export interface Entry {
  entry: string;
  kind: EntryKind;
  /** null: erased. */
  text: string | null;
  reason: string | null;
  corrects: string | null;
  happenedAt: string | null;
  at: string;
  by: string;
  name: string;
}

export interface Version {
  version: number;
  /** The clinic's how-manieth bundle. */
  number: number;
  sealedAt: string;
  because: "signed" | "entry-added" | "changed-after-signing";
  key: string;
  digest: string;
  changes: Changes;
}

export interface SignOff {
  session: string;
  standing: Standing;
  /** Of the chart as it is now: what a signature is asked for. */
  digest: string;
  obligations: (Obligation & { waiver: Waiver | null })[];
  signatures: SignatureView[];
  lockedAt: string | null;
  lockedBy: string | null;
  entries: Entry[];
  versions: Version[];
  /** The newest version that I have not seen; null: none. */
  forMe: number | null;
}

export interface DifferentLine {
  change: "added" | "changed" | "removed";
  id: string;
  type: string | null;
  at: string | null;
  by: string | null;
  text: string | null;
}

export interface Difference {
  events: DifferentLine[];
  readings: { device: string; added: number; changed: number; removed: number; from: string; to: string }[];
  notes: DifferentLine[];
  additions: DifferentLine[];
}

export interface ChartKey {
  fingerprint: string;
  madeAt: string;
  madeBy: string;
  /** null: it is the active one. */
  retiredAt: string | null;
  revokedFrom: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
  revokedBecause: string | null;
}
