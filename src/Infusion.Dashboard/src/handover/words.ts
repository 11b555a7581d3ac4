import { t } from "@lingui/core/macro";
import type { Standing } from "../live/age";
import type { DoseDifference } from "../live/contract";
import type { LiveState } from "../live/state";

/** The order in which a shift hands over: how ill, who, what is to be done, what may come, and saying it back. */
export const partTitles = {
  severity: t`How it stands`,
  patient: t`Patient and order`,
  actions: t`To be done`,
  awareness: t`Alarms and what was done`,
  unknown: t`What is not known`,
  synthesis: t`Handed over and said back`,
};

/** What a chart owes only because its session goes on. */
export const goesOn = ["session-open", "stop-missing"];

/** Why there is no number; a readable standing has none of these. */
export const standingWords: Partial<Record<Standing, string>> = {
  stale: t`no value`,
  no_signal: t`no signal`,
  invalid: t`signal invalid`,
  never: t`none received`,
  cut: t`not known: no connection`,
};

export const linkWords: Partial<Record<LiveState["link"], string>> = {
  connecting: t`NOT CURRENT: there is no connection yet.`,
  behind: t`NOT CURRENT: something is missing and is being fetched.`,
  cut: t`NOT CURRENT: the connection is lost.`,
};

export const differenceWords: Record<DoseDifference, string> = {
  programmed_drug: t`the pump is set to another drug than ordered`,
  programmed_volume: t`the pump is set to another volume than ordered`,
  programmed_concentration: t`the pump is set to another concentration than ordered`,
  programmed_rate: t`the pump is set to another rate than ordered`,
  delivered_rate: t`the pump delivers at another rate than ordered`,
  delivered_dose: t`more was given than ordered`,
  expected: t`more or less was given than should be by now`,
};
