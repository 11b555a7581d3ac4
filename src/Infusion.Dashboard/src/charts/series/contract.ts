// All infusions of one patient in numbers. The C# side: src/Infusion.Server/Charts/PatientSeries.cs.
//   GET /api/clinics/{clinic}/patients/{id}/series -> PatientSeries
import type { Phase } from "../../live/contract";
import type { AlarmCount } from "../../reports/shift/contract";

export interface SeriesSession {
  session: string;
  chair: string;
  phase: Phase;
  /** false: the numbers go on. */
  isComplete: boolean;
  at: string;
  drug: string;
  weightKg: number;
  orderedMg: number;
  orderedMgPerKg: number;
  /** null: not known. */
  givenMg: number | null;
  givenMgPerKg: number | null;
  minutes: number | null;
  vitals: {
    baselineSystolic: number | null;
    highestSystolic: number | null;
    baselineHeartRate: number | null;
    highestHeartRate: number | null;
    baselineSpO2: number | null;
    lowestSpO2: number | null;
  };
  scores: { highestDissociation: number | null; lowestSedation: number | null; highestNausea: number | null };
  alarms: AlarmCount;
  adverseEvents: number;
  gravestAdverseEvent: number | null;
  rescues: number;
  gapMinutes: number;
}

export interface PatientSeries {
  asOf: string;
  /** Oldest first. */
  sessions: SeriesSession[];
  /** So many before these are not shown. */
  earlier: number;
}
