// What was given in a stretch of time. The C# side: src/Infusion.Server/Reporting/DoseReports.cs.
//   GET /api/clinics/{clinic}/reports/doses?from&to -> DoseReport
import type { DoseRoute, Phase } from "../../live/contract";
import type { DoseStanding } from "../shift/contract";

export interface SessionDose {
  session: string;
  initials: string | null;
  chair: string;
  phase: Phase;
  startedAt: string;
  protocol: string;
  protocolVersion: number;
  route: DoseRoute;
  weightKg: number;
  orderedMg: number;
  orderedMgPerKg: number;
  /** null: one dose, given by a person. */
  orderedMlPerHour: number | null;
  orderedMinutes: number | null;
  /** In their order; empty: no pump told a rate. */
  setMlPerHour: number[];
  standing: DoseStanding;
  /** null: not known, which is not nothing. */
  deliveredMg: number | null;
  deliveredMgPerKg: number | null;
  minutes: number | null;
  /** Given less ordered; null: not known, or more is still to flow. */
  deviationPercent: number | null;
  rateDeviationPercent: number | null;
}

export interface DoseReport {
  from: string;
  to: string;
  sessions: SessionDose[];
}
