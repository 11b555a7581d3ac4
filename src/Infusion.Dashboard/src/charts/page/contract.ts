// The chart of a session. The C# side: src/Infusion.Server/Charts/Document/ChartDocument.cs and ChartGraph.cs.
//   GET /api/clinics/{clinic}/sessions/{id}/chart -> ChartDocument
//   GET /api/clinics/{clinic}/sessions/{id}/chart.pdf

export interface ChartDocument {
  format: number;
  identity: ChartIdentity;
  status: { isComplete: boolean; asOf: string; text: string };
  graph: ChartGraph;
  sections: ChartSection[];
}

export interface ChartIdentity {
  session: string;
  patientId: string;
  patient: string;
  birthDate: string;
  mrn: string;
  clinic: string;
  chair: string;
  day: string;
  timeZone: string;
  isSimulated: boolean;
}

export interface ChartSection {
  key: string;
  title: string;
  facts: ChartFact[];
  tables: ChartTable[];
  notes: string[];
}

export interface ChartFact {
  key: string;
  label: string;
  text: string;
  isKnown: boolean;
  number: number | null;
  unit: string | null;
}

export interface ChartTable {
  key: string;
  title: string;
  columns: { key: string; label: string; share: number }[];
  rows: { cells: { text: string; number?: number; mark?: string; struck?: number }[]; at: string | null }[];
  empty: string;
}

export type GraphPen = "ink" | "heavy" | "thin" | "hair" | "dashed" | "dotted";
export type GraphFill = "none" | "ink" | "grey" | "light" | "paper";

export interface GraphPath {
  series: string;
  pen: GraphPen;
  fill: GraphFill;
  d: string;
}

/** Shapes in points, the same that the PDF draws. */
export interface ChartGraph {
  width: number;
  height: number;
  alternative: string;
  paths: GraphPath[];
  texts: { x: number; y: number; text: string; size: number; anchor: "start" | "middle" | "end"; isBold: boolean }[];
  legend: { text: string; paths: GraphPath[] }[];
}

/** GET /api/clinics/{clinic}/sessions */
export interface SessionRow {
  id: string;
  chair: string;
  patient: string;
  phase: string;
  plannedAt: string;
  startedAt: string | null;
}
