import { t } from "@lingui/core/macro";
import type uPlot from "uplot";
import type { ConcentrationBand, ConcentrationView } from "../live/contract";
import type { ConcentrationCourse, ConcentrationForecast, ConcentrationPoint } from "../session/contract";
import { clockTime, figure, withUnit } from "../ui/format";

export const suppositions = ["goesOn", "stopsNow", "changesTo"] as const;
export type Supposition = (typeof suppositions)[number];

export const suppositionWords: Record<Supposition, string> = {
  goesOn: t`Goes on`,
  stopsNow: t`Stops now`,
  changesTo: t`Other rate`,
};

export type Site = "plasma" | "effectSite";

export const siteWords: Record<Site, string> = { plasma: t`Plasma`, effectSite: t`Effect site` };

/** Whether the pump has been silent too long for the estimate to stand. */
export const isFrozen = (view: ConcentrationView, nowMs: number): boolean => nowMs >= Date.parse(view.validUntil);

/** "129–217": whole numbers, more digits would say more than a model knows. */
export const bandWords = ({ low, high }: ConcentrationBand): string => `${figure(low)}–${figure(high)}`;

export const noteWords: Record<ConcentrationView["notes"][number], string> = {
  concentration_differs: t`The pump states another concentration than the order: the order's is used.`,
  silence_filled: t`The pump was silent while it gave: what it gave is spread evenly over the silence.`,
  earlier_unknown: t`The pump was running before it was heard here: what it gave before is not in the estimate.`,
};

/** "if it goes on at 52.5 mL/h" */
export function ifWords(supposition: Supposition, forecast: ConcentrationForecast): string {
  if (supposition === "stopsNow") return t`if it stops now`;
  const rate = withUnit(forecast.rateMlPerHour, "mL/h", 1);
  if (supposition === "changesTo") return t`if the rate changes to ${rate}`;
  if (forecast.rateMlPerHour === null) return t`if nothing more is given (the pump has not said its rate)`;
  return forecast.rateMlPerHour === 0 ? t`if nothing more is given` : t`if it goes on at ${rate}`;
}

/** When the effect site is below a level: a stretch of time, because the models differ. */
export function belowWords(below: NonNullable<ConcentrationForecast["below"]>, atMs: number, timeZone: string): string {
  const { first, firstModel, last, lastModel } = below;
  if (last !== null && Date.parse(last) <= atMs) return t`is below now, by every model`;
  if (first === null) return t`not within a day, by any model`;
  const from = Date.parse(first) <= atMs ? t`now` : clockTime(first, timeZone);
  if (last === null) return t`from ${from} (${firstModel}); not within a day by ${lastModel}`;
  return t`between ${from} (${firstModel}) and ${clockTime(last, timeZone)} (${lastModel})`;
}

const nearMs = 90_000;

/** The estimate nearest to an instant, of the past or of what would be; null: none is near. */
export function pointNear(
  course: ConcentrationCourse,
  supposition: Supposition,
  atMs: number,
): ConcentrationPoint | null {
  let best: ConcentrationPoint | null = null;
  for (const point of [...course.history, ...(course[supposition]?.points ?? [])]) {
    if (Math.abs(point[0] - atMs) < Math.abs((best?.[0] ?? Number.POSITIVE_INFINITY) - atMs)) best = point;
  }
  return best && Math.abs(best[0] - atMs) <= nearMs ? best : null;
}

/** A typed number within bounds; null: nothing, or nothing usable. */
export function typed(text: string, least: number, most: number): number | null {
  const number = Number(text.replace(",", "."));
  return text.trim() !== "" && Number.isFinite(number) && number >= least && number <= most ? number : null;
}

const columnsOf: Record<Site, [1 | 3, 2 | 4]> = { plasma: [1, 2], effectSite: [3, 4] };

/** Seconds, then low and high of what was, then low and high of what would be; the two meet in the estimate's instant. */
export function toBands(course: ConcentrationCourse, supposition: Supposition, site: Site): uPlot.AlignedData {
  const ahead = course[supposition]?.points ?? [];
  const firstAheadMs = ahead[0]?.[0] ?? Number.POSITIVE_INFINITY;
  const past = course.history.filter(([atMs]) => atMs < firstAheadMs);
  const [low, high] = columnsOf[site];
  const part = (of: ConcentrationPoint[], column: 1 | 2 | 3 | 4) => of.map((point) => point[column]);
  const none = (of: ConcentrationPoint[]) => of.map(() => null);
  // The first point ahead closes the past, so that no hole seems to be between them.
  const [meeting, rest] = [ahead.slice(0, 1), ahead.slice(1)];
  const line = (column: 1 | 2 | 3 | 4) => [...part(past, column), ...part(meeting, column), ...none(rest)];
  const forecast = (column: 1 | 2 | 3 | 4) => [...none(past), ...part(ahead, column)];
  const xs = [...past, ...ahead].map(([atMs]) => atMs / 1000);
  return [xs, line(low), line(high), forecast(low), forecast(high)];
}
