import { t } from "@lingui/core/macro";
import { isReadable, nibpStanding, vitalStanding } from "../live/age";
import type { ChairView } from "../live/contract";
import { isPumpStale } from "../live/dose";
import type { LiveState } from "../live/state";
import type { ShownVital } from "../ui/words";
import { differenceWords, linkWords, standingWords } from "./words";

export const shownVitals: ShownVital[] = ["spo2", "hr", "rr", "etco2"];

export const vitalLabels: Record<ShownVital, string> = {
  hr: t`Heart rate`,
  pulse: t`Pulse`,
  spo2: "SpO2",
  rr: t`Respiratory rate`,
  etco2: "EtCO2",
};

type Feed = Pick<LiveState, "link" | "unsavedSince" | "standsStillBecause">;

/** All that whoever takes over must not take for known. Empty: everything that is looked at here is known. */
export function unknownsOf(view: ChairView, feed: Feed, nowMs: number): string[] {
  const said: string[] = [];
  const isCut = feed.link === "cut";
  const link = linkWords[feed.link];
  if (link) said.push(link);
  if (feed.standsStillBecause !== null) said.push(t`Nothing is charted: ${feed.standsStillBecause}`);
  else if (feed.unsavedSince !== null) said.push(t`Charting is delayed: the last entries are not yet in the chart.`);
  const { session } = view;
  if (!session) return said;
  if (session.correcting) {
    said.push(t`Whose a device was is being corrected: dose and minutes are not to be relied on.`);
  }
  for (const dispute of session.disputes ?? []) {
    said.push(t`${dispute.device} is claimed by two chairs: its values are withheld.`);
  }
  for (const vital of shownVitals) {
    const value = view.vitals[vital];
    const standing = vitalStanding(value, nowMs, isCut);
    if (value && !isReadable(standing)) said.push(`${vitalLabels[vital]}: ${standingWords[standing]}.`);
  }
  if (!view.vitals.spo2 && !session.care.vitalsByHand) said.push(t`SpO2: none received.`);
  const cuff = nibpStanding(view.nibp, nowMs, isCut);
  if (!isReadable(cuff)) said.push(t`Blood pressure: ${standingWords[cuff] ?? "–"}.`);
  if (session.order && session.care.route === "iv_infusion") {
    if (session.givenMg === null && session.startedAt !== null) said.push(t`Dose given: not known.`);
    else if (session.phase === "infusing" && isPumpStale(view.pump, nowMs)) {
      said.push(t`The pump is silent: the dose given is as of its last word.`);
    }
  }
  return said;
}

/** Where the pump and the order do not agree. */
export const differencesOf = (view: ChairView): string[] =>
  view.session?.dose.differences.map((difference) => differenceWords[difference]) ?? [];
