import type { AlarmView } from "./alarmContract";
import type { ChairView, DeltaBatch, Heartbeat, Missed, Snapshot } from "./contract";

/**
 * connecting: nothing was ever shown. current: what is shown is what the server says.
 * behind: something is missing and is being fetched. cut: the server is silent, nothing shown is current.
 */
export type Link = "connecting" | "current" | "behind" | "cut";

export interface ClinicFacts {
  id: string;
  name: string;
  timeZone: string;
  simulated: boolean;
}

export interface LiveState {
  link: Link;
  clinic: ClinicFacts | null;
  epoch: number;
  n: number;
  input: number;
  committedInput: number;
  unsavedSince: string | null;
  /** Why the clinic's charting stands still; null: it does not. */
  standsStillBecause: string | null;
  /** Acknowledged messages on the server's disk that are not yet in the store, and how full that place is, 0 to 1. */
  spooled: number;
  spoolShare: number;
  /** Server time of the last word heard: "as of" after a cut. */
  lastHeardAt: string | null;
  chairs: Readonly<Record<string, ChairView>>;
  chairOrder: readonly string[];
  clinicAlarms: readonly AlarmView[];
  /** Batches that came while something before them is missing. */
  ahead: readonly DeltaBatch[];
}

export type LiveMessage =
  | { kind: "snapshot"; snapshot: Snapshot }
  | { kind: "batch"; batch: DeltaBatch }
  | { kind: "heartbeat"; heartbeat: Heartbeat }
  | { kind: "missed"; missed: Missed }
  | { kind: "silence" }
  | { kind: "reconnecting" };

export const emptyLiveState: LiveState = {
  link: "connecting",
  clinic: null,
  epoch: 0,
  n: 0,
  input: 0,
  committedInput: 0,
  unsavedSince: null,
  standsStillBecause: null,
  spooled: 0,
  spoolShare: 0,
  lastHeardAt: null,
  chairs: {},
  chairOrder: [],
  clinicAlarms: [],
  ahead: [],
};
