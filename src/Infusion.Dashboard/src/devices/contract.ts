// Whose a device is. The C# side stands in src/Infusion.Server/Sessions/AssociationViews.cs.
//   GET /api/clinics/{clinic}/sessions/{id}/associations -> Associations     (also of a closed session)
//   GET /api/clinics/{clinic}/associations/preview?device&from&to&fromSession&toSession -> Preview
//   GET /api/clinics/{clinic}/sessions -> SessionLine[]
import type { Priority } from "../live/alarmContract";
import type { Phase } from "../live/contract";

export interface Association {
  device: string;
  kind: "monitor" | "pump";
  from: string;
  /** null: still. */
  to: string | null;
}

export interface Correction {
  id: string;
  device: string;
  from: string;
  /** null: it stayed attached. */
  to: string | null;
  fromSession: string | null;
  fromChair: string | null;
  toSession: string | null;
  toChair: string | null;
  by: string;
  at: string;
  reason: string | null;
  /** false: in progress. */
  done: boolean;
  readings: number | null;
  givenBeforeMl: number | null;
  givenMl: number | null;
}

export interface Associations {
  devices: Association[];
  corrections: Correction[];
  /** What would have sounded, and did not. */
  findings: { alarm: string; headline: string; priority: Priority; onsetAt: string; endedAt: string | null }[];
  /** Alarms that sounded because of somebody else. */
  ofAnotherPatient: string[];
}

export interface Preview {
  readings: number;
  minutes: number;
  givenMl: number | null;
  givenMg: number | null;
  refusedCode: string | null;
  /** A sentence that says why it cannot be, and what would work. */
  refusedReason: string | null;
}

export interface SessionLine {
  id: string;
  chair: string;
  patient: string;
  phase: Phase;
  plannedAt: string;
}

export interface Whose {
  device: string;
  from: string;
  /** null: until now, and it stays. */
  to: string | null;
  fromSession: string | null;
  toSession: string | null;
}

export type AssociationCommand =
  | { type: "move_device"; device: string; fromSession: string | null }
  | { type: "dispute_device"; device: string }
  | { type: "settle_device"; device: string; belongs: string | null }
  | ({ type: "correct_association"; reason: string } & Whose);
