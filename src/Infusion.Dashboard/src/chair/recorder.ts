import type { ChairView } from "../live/contract";
import type { Series, Trends } from "../session/contract";

export type TrackKey = "hr" | "spo2" | "nibp" | "rr" | "etco2" | "rate" | "given";
export type LineKey = Exclude<TrackKey, "nibp">;

/** [epoch milliseconds, value] of single measurements; a pressure has its systolic and its diastolic. */
export type Marks = Partial<Record<TrackKey, [number, number][]>>;

export interface TrendPoints {
  lines: Record<LineKey, Series>;
  nibp: Trends["nibp"];
  /** What people measured: never in the line of a device. */
  byHand: Marks;
  /** Instants at which a device's value is an artefact: drawn crossed out. */
  artefacts: Marks;
}

export const noPoints = (): TrendPoints => ({
  lines: { hr: [], spo2: [], rr: [], etco2: [], rate: [], given: [] },
  nibp: [],
  byHand: {},
  artefacts: {},
});

export const fromTrends = (trends: Trends): TrendPoints => ({
  lines: {
    hr: trends.vitals.hr ?? trends.vitals.pulse ?? [],
    spo2: trends.vitals.spo2 ?? [],
    rr: trends.vitals.rr ?? [],
    etco2: trends.vitals.etco2 ?? [],
    rate: trends.rateMlPerHour,
    given: trends.givenMg,
  },
  nibp: trends.nibp,
  byHand: marksOf(trends.byHand ?? []),
  artefacts: artefactsOf(trends),
});

function marksOf(taken: Trends["byHand"]): Marks {
  const marks: Marks = {};
  for (const { at, values } of taken) {
    for (const key of ["hr", "spo2", "rr", "etco2"] as const) mark(marks, key, at, values[key]);
    mark(marks, "nibp", at, values.systolic);
    mark(marks, "nibp", at, values.diastolic);
  }
  return marks;
}

function artefactsOf({ reviews = [], vitals, nibp }: Trends): Marks {
  const marks: Marks = {};
  for (const { at, key, verdict } of reviews) {
    if (verdict !== "artefact") continue;
    if (key === "systolic") mark(marks, "nibp", at, nibp.find((taken) => Math.abs(taken.at - at) < 1000)?.systolic);
    for (const vital of ["hr", "spo2", "rr", "etco2"] as const) {
      const series = vitals[vital] ?? [];
      if (key === vital) mark(marks, vital, at, series.find((point) => Math.abs(point[0] - at) < 1000)?.[1]);
    }
  }
  return marks;
}

function mark(marks: Marks, key: TrackKey, atMs: number, value: number | null | undefined): void {
  if (value == null) return;
  marks[key] ??= [];
  if (!marks[key].some(([at, known]) => at === atMs && known === value)) marks[key].push([atMs, value]);
}

/** What the server had, and what was seen since. */
export function joinedMarks(stored: Marks, live: Marks): Marks {
  const all: Marks = {};
  for (const marks of [stored, live]) {
    for (const [key, points] of Object.entries(marks) as [TrackKey, [number, number][]][]) {
      for (const [at, value] of points) mark(all, key, at, value);
    }
  }
  return all;
}

/** Adds what a chair says now to what was said before; the same instant is never added twice. */
export function record(points: TrendPoints, view: ChairView): void {
  const { vitals, nibp, pump, session } = view;
  const hr = vitals.hr ?? vitals.pulse;
  for (const [key, value] of [
    ["hr", hr],
    ["spo2", vitals.spo2],
    ["rr", vitals.rr],
    ["etco2", vitals.etco2],
  ] as const) {
    if (value?.by) mark(points.byHand, key, Date.parse(value.at), value.value);
    else if (value) put(points.lines[key], value.at, value.quality === "invalid" ? null : value.value);
  }
  if (pump) put(points.lines.rate, pump.at, pump.rateMlPerHour);
  if (session?.givenAsOf) put(points.lines.given, session.givenAsOf, session.givenMg);
  if (nibp?.by) {
    mark(points.byHand, "nibp", Date.parse(nibp.at), nibp.systolic);
    mark(points.byHand, "nibp", Date.parse(nibp.at), nibp.diastolic);
  } else if (nibp) {
    const at = Date.parse(nibp.at);
    if (!points.nibp.some((taken) => taken.at === at)) points.nibp.push({ ...nibp, at });
  }
}

function put(series: Series, at: string, value: number | null): void {
  const atMs = Date.parse(at);
  const last = series.at(-1);
  if (Number.isNaN(atMs) || (last && last[0] >= atMs)) return;
  series.push([atMs, value]);
}

/** What the server had, and after it what was seen live. */
export function joined(stored: Series, live: Series): Series {
  const last = stored.at(-1);
  return last ? [...stored, ...live.filter(([atMs]) => atMs > last[0])] : live;
}

export function joinedNibp(stored: Trends["nibp"], live: Trends["nibp"]): Trends["nibp"] {
  const known = new Set(stored.map((taken) => taken.at));
  return [...stored, ...live.filter((taken) => !known.has(taken.at))].sort((a, b) => a.at - b.at);
}

const leastGapMs = 30_000;

/** Columns for the chart, in seconds. A silent stretch breaks the line: it is never drawn as if it had been measured. */
export function toColumns(series: Series, fromMs: number, toMs: number): [number[], (number | null)[]] {
  const seen = series.filter(([atMs]) => atMs >= fromMs && atMs <= toMs);
  const gapMs = Math.max(leastGapMs, 3 * medianStepMs(seen));
  const xs: number[] = [];
  const ys: (number | null)[] = [];
  let lastMs: number | null = null;
  for (const [atMs, value] of seen) {
    if (lastMs !== null && atMs - lastMs > gapMs) {
      xs.push((lastMs + 1) / 1000);
      ys.push(null);
    }
    xs.push(atMs / 1000);
    ys.push(value);
    lastMs = atMs;
  }
  return [xs, ys];
}

function medianStepMs(series: Series): number {
  const steps = series.slice(1).map(([atMs], i) => atMs - (series[i]?.[0] ?? atMs));
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 0;
}
