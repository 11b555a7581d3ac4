// How a clinic's alarms were. C# side: src/Infusion.Server/Reporting/ReportContract.cs.
//   GET /api/clinics/{clinic}/reports/alarms?from=&to=[&highSeconds=&mediumSeconds=] -> AlarmReport | 400 problem
import type { Priority } from "../live/alarmContract";

export interface PriorityFigures {
  priority: Priority;
  alarms: number;
  /** In a monitored hour; null: nobody was monitored. */
  perHour: number | null;
  perSession: number | null;
  acknowledged: number;
  medianSecondsToAcknowledge: number | null;
  ninetiethSecondsToAcknowledge: number | null;
  /** What counts as in time; null: none is set. */
  withinSeconds: number | null;
  acknowledgedWithin: number;
  endedByThemselves: number;
}

export interface RuleFigures {
  rule: string;
  id: string | null;
  metric: string;
  label: string | null;
  unit: string | null;
  priority: Priority;
  hardLimit: number | null;
  alarms: number;
  sessions: number;
  medianSeconds: number;
  totalSeconds: number;
  acknowledged: number;
  /** Ended within a minute, and nobody did anything about them. */
  shortAndUnanswered: number;
  isNoisy: boolean;
}

export interface AlarmReport {
  from: string;
  to: string;
  sessions: number;
  monitoredHours: number;
  alarms: number;
  perHour: number | null;
  perSession: number | null;
  /** Of devices at no session; in no other number here. */
  outsideSessions: number;
  byPriority: PriorityFigures[];
  /** Ascending; what `within` of the answers counts by. */
  answerBoundsSeconds: number[];
  /** High first, always all three; each alarm is in one number. */
  answers: { priority: Priority; within: number[]; later: number; pausedAlone: number; nobodyActed: number }[];
  /** All 24, on the clinic's clock. */
  hoursOfDay: {
    hour: number;
    monitoredHours: number;
    high: number;
    medium: number;
    low: number;
    /** null: nobody was watched in that hour. */
    perMonitoredHour: number | null;
  }[];
  rules: RuleFigures[];
  patientCount: number;
  patients: { patient: string; initials: string | null; sessions: number; alarms: number }[];
  topPatients: number;
  topPatientsAlarms: number;
  topSessions: number;
  topSessionsAlarms: number;
}
