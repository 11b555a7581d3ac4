import type { Due, ManualObservation, Observation, ObservationScale } from "../live/contract";
import { span } from "./format";

export const observationWords: Record<Observation, string> = {
  blood_pressure: "Blood pressure",
  sp_o2: "SpO2",
  sedation: "Sedation",
  dissociation: "Dissociation",
  comfort: "Comfort",
  nausea: "Nausea",
  pain: "Pain",
  anxiety: "Anxiety",
};

/** For the board, where there is no room. */
const shortWords: Partial<Record<Observation, string>> = { blood_pressure: "BP" };

export const shortWord = (what: Observation): string => shortWords[what] ?? observationWords[what];

export interface Scale {
  scale: ObservationScale;
  label: string;
  lowest: number;
  highest: number;
  /** What the ends mean; the scales of sedation run in opposite directions. */
  ends: string;
}

const numeric = (ends: string): Scale => ({ scale: "numeric", label: "0 to 10", lowest: 0, highest: 10, ends });

export const scalesOf: Record<ManualObservation, Scale[]> = {
  sedation: [
    { scale: "moaa_s", label: "MOAA/S", lowest: 0, highest: 5, ends: "5 awake, 0 no response" },
    { scale: "rass", label: "RASS", lowest: -5, highest: 4, ends: "+4 combative, 0 calm, -5 unarousable" },
    {
      scale: "poss",
      label: "POSS",
      lowest: 0,
      highest: 4,
      ends: "0 asleep, easy to rouse; 1 awake; 4 hardly responds",
    },
  ],
  dissociation: [{ scale: "cadss6", label: "CADSS-6", lowest: 0, highest: 24, ends: "0 none, 24 most" }],
  comfort: [numeric("0 none, 10 best")],
  nausea: [numeric("0 none, 10 worst")],
  pain: [numeric("0 none, 10 worst")],
  anxiety: [numeric("0 none, 10 worst")],
};

export type DueState = "later" | "due" | "overdue";

export function dueState({ dueAt, overdueAt }: Due, nowMs: number): DueState {
  if (nowMs < Date.parse(dueAt)) return "later";
  return overdueAt !== null && nowMs >= Date.parse(overdueAt) ? "overdue" : "due";
}

/** "in 4:12", "due now", "due for 0:40", "overdue, due for 3:10" */
export function dueText(due: Due, nowMs: number): string {
  const leftMs = Date.parse(due.dueAt) - nowMs;
  if (leftMs > 0) return `in ${span(leftMs)}`;
  if (leftMs > -1000) return "due now";
  return `${dueState(due, nowMs) === "overdue" ? "overdue, " : ""}due for ${span(-leftMs)}`;
}
