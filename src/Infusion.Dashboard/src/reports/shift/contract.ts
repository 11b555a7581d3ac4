// The report of a shift. The C# side: src/Infusion.Server/Reporting/ShiftContract.cs.
//   GET /api/clinics/{clinic}/reports/shift?from&to -> ShiftReport
import type { Obligation } from "../../charts/contract";
import type { Priority } from "../../live/alarmContract";
import type { Phase } from "../../live/contract";

export type DoseStanding = "not_known" | "still_flows" | "known";

export interface AlarmCount {
  high: number;
  medium: number;
  low: number;
  actedOn: number;
  all: number;
}

export interface ShiftAlarm {
  headline: string;
  priority: Priority;
  raisedAt: string;
  /** null: it had not ended by the end of the shift. */
  endedAt: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  actedAt: string | null;
}

export interface ShiftVial {
  drug: string;
  lot: string;
  labelledMg: number;
  overfillMg: number;
  givenMg: number;
  wastedMg: number;
  returnedMg: number;
  leftMg: number;
}

export interface ShiftSession {
  session: string;
  chair: string;
  patientId: string;
  patient: string;
  mrn: string | null;
  phase: Phase;
  checkedInAt: string | null;
  startedAt: string | null;
  stoppedAt: string | null;
  dischargedAt: string | null;
  orderedMg: number;
  orderedMgPerKg: number;
  standing: DoseStanding;
  deliveredMg: number | null;
  alarmCounts: AlarmCount;
  alarms: ShiftAlarm[];
  interventions: { at: string; text: string; by: string | null }[];
  open: Obligation[];
  vials: ShiftVial[];
  notEvaluated: { from: string; to: string }[];
  openGaps: number;
}

export interface ShiftReport {
  clinic: string;
  timeZone: string;
  simulated: boolean;
  from: string;
  to: string;
  madeAt: string;
  isOver: boolean;
  chairs: { chair: string; person: string | null; coveredFor: string | null; from: string; to: string }[];
  sessions: ShiftSession[];
  outsideAlarms: number;
}
