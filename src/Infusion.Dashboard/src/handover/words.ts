import type { Standing } from "../live/age";
import type { DoseDifference } from "../live/contract";
import type { LiveState } from "../live/state";

/** The order in which a shift hands over: how ill, who, what is to be done, what may come, and saying it back. */
export const partTitles = {
  severity: "How it stands",
  patient: "Patient and order",
  actions: "To be done",
  awareness: "Alarms and what was done",
  unknown: "What is not known",
  synthesis: "Handed over and said back",
};

/** What a chart owes only because its session goes on. */
export const goesOn = ["session-open", "stop-missing"];

/** Why there is no number; a readable standing has none of these. */
export const standingWords: Partial<Record<Standing, string>> = {
  stale: "no value",
  no_signal: "no signal",
  invalid: "signal invalid",
  never: "none received",
  cut: "not known: no connection",
};

export const linkWords: Partial<Record<LiveState["link"], string>> = {
  connecting: "NOT CURRENT: there is no connection yet.",
  behind: "NOT CURRENT: something is missing and is being fetched.",
  cut: "NOT CURRENT: the connection is lost.",
};

export const differenceWords: Record<DoseDifference, string> = {
  programmed_drug: "the pump is set to another drug than ordered",
  programmed_volume: "the pump is set to another volume than ordered",
  programmed_concentration: "the pump is set to another concentration than ordered",
  programmed_rate: "the pump is set to another rate than ordered",
  delivered_rate: "the pump delivers at another rate than ordered",
  delivered_dose: "more was given than ordered",
  expected: "more or less was given than should be by now",
};
