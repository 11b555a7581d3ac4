import { t } from "@lingui/core/macro";
import type { Due, ManualObservation, Observation, ObservationScale } from "../live/contract";
import { span } from "./format";

export const observationWords: Record<Observation, string> = {
  blood_pressure: t`Blood pressure`,
  sp_o2: "SpO2",
  sedation: t`Sedation`,
  dissociation: t`Dissociation`,
  comfort: t`Comfort`,
  nausea: t`Nausea`,
  pain: t`Pain`,
  anxiety: t`Anxiety`,
};

/** For the board, where there is no room. */
const shortWords: Partial<Record<Observation, string>> = { blood_pressure: t`BP` };

export const shortWord = (what: Observation): string => shortWords[what] ?? observationWords[what];

export interface Scale {
  scale: ObservationScale;
  label: string;
  lowest: number;
  highest: number;
  /** What the ends mean; the scales of sedation run in opposite directions. */
  ends: string;
}

const numeric = (ends: string): Scale => ({ scale: "numeric", label: t`0 to 10`, lowest: 0, highest: 10, ends });

export const scalesOf: Record<ManualObservation, Scale[]> = {
  sedation: [
    { scale: "moaa_s", label: "MOAA/S", lowest: 0, highest: 5, ends: t`5 awake, 0 no response` },
    { scale: "rass", label: "RASS", lowest: -5, highest: 4, ends: t`+4 combative, 0 calm, -5 unarousable` },
    {
      scale: "poss",
      label: "POSS",
      lowest: 0,
      highest: 4,
      ends: t`0 asleep, easy to rouse; 1 awake; 4 hardly responds`,
    },
  ],
  dissociation: [{ scale: "cadss6", label: "CADSS-6", lowest: 0, highest: 24, ends: t`0 none, 24 most` }],
  comfort: [numeric(t`0 none, 10 best`)],
  nausea: [numeric(t`0 none, 10 worst`)],
  pain: [numeric(t`0 none, 10 worst`)],
  anxiety: [numeric(t`0 none, 10 worst`)],
};

export type DueState = "later" | "due" | "overdue";

export function dueState({ dueAt, overdueAt }: Due, nowMs: number): DueState {
  if (nowMs < Date.parse(dueAt)) return "later";
  return overdueAt !== null && nowMs >= Date.parse(overdueAt) ? "overdue" : "due";
}

/** "in 4:12", "due now", "due for 0:40", "overdue, due for 3:10" */
export function dueText(due: Due, nowMs: number): string {
  const leftMs = Date.parse(due.dueAt) - nowMs;
  if (leftMs > 0) return t`in ${span(leftMs)}`;
  if (leftMs > -1000) return t`due now`;
  const ago = span(-leftMs);
  return dueState(due, nowMs) === "overdue" ? t`overdue, due for ${ago}` : t`due for ${ago}`;
}
