import { t } from "@lingui/core/macro";
import type { SessionView } from "../live/contract";

/** How much of the session all tracks show, and where. */
export interface Zoom {
  /** How much of what was; null: the whole session. */
  spanMs: number | null;
  /** Where the axis ends; null: it goes with now. */
  endMs: number | null;
}

export interface Axis {
  fromMs: number;
  toMs: number;
}

export type Course = Pick<SessionView, "startedAt" | "phaseSince" | "expectedEndAt">;

const minuteMs = 60_000;
export const leastSpanMs = 2 * minuteMs;
/** From here on what is ahead has room of its own: what the estimate would be, and what falls due. */
const aheadFromMs = 10 * minuteMs;

export const presets: readonly { words: string; zoom: Zoom }[] = [
  { words: "2 min", zoom: { spanMs: 2 * minuteMs, endMs: null } },
  { words: "10 min", zoom: { spanMs: 10 * minuteMs, endMs: null } },
  { words: "30 min", zoom: { spanMs: 30 * minuteMs, endMs: null } },
  { words: t`Session`, zoom: { spanMs: null, endMs: null } },
];

/** The newest value never sticks to the edge. */
const aheadOf = (spanMs: number): number => spanMs * (spanMs >= aheadFromMs ? 0.25 : 0.02);

/** From before the start to what is still to come. */
export function wholeOf(course: Course, nowMs: number): Axis {
  const start = course.startedAt ? Date.parse(course.startedAt) - 15 * minuteMs : Date.parse(course.phaseSince);
  const fromMs = Math.min(start, nowMs - 10 * minuteMs);
  const endMs = course.expectedEndAt ? Date.parse(course.expectedEndAt) + 10 * minuteMs : 0;
  return { fromMs, toMs: Math.max(nowMs + aheadOf(nowMs - fromMs), endMs) };
}

export function axisOf({ spanMs, endMs }: Zoom, course: Course, nowMs: number): Axis {
  if (spanMs === null) return wholeOf(course, nowMs);
  const toMs = endMs ?? nowMs + aheadOf(spanMs);
  return { fromMs: toMs - spanMs - aheadOf(spanMs), toMs };
}

/** What is asked for when the axis would end here: where that is beyond now, it goes with now. */
function endingAt(spanMs: number, toMs: number, course: Course, nowMs: number): Zoom {
  const lengthMs = spanMs + aheadOf(spanMs);
  const least = wholeOf(course, nowMs).fromMs + lengthMs;
  const endMs = Math.max(toMs, least);
  return { spanMs, endMs: endMs >= nowMs + aheadOf(spanMs) ? null : endMs };
}

/** Closer by a factor below 1, farther by one above; what lies at `aroundMs` stays where it is. */
export function zoomed(zoom: Zoom, factor: number, aroundMs: number | null, course: Course, nowMs: number): Zoom {
  const axis = axisOf(zoom, course, nowMs);
  const lengthMs = axis.toMs - axis.fromMs;
  const whole = wholeOf(course, nowMs);
  const wholeSpanMs = nowMs - whole.fromMs;
  const spanMs = Math.max(leastSpanMs, (zoom.spanMs ?? wholeSpanMs) * factor);
  if (spanMs >= wholeSpanMs) return { spanMs: null, endMs: null };
  // Without a place of its own it is now that stays, as long as now is to be seen.
  const isNowShown = axis.fromMs <= nowMs && nowMs <= axis.toMs;
  if (aroundMs === null && isNowShown) return { spanMs, endMs: null };
  const around = aroundMs ?? (axis.fromMs + axis.toMs) / 2;
  const share = (axis.toMs - around) / lengthMs;
  return endingAt(spanMs, around + share * (spanMs + aheadOf(spanMs)), course, nowMs);
}

export function moved(zoom: Zoom, byMs: number, course: Course, nowMs: number): Zoom {
  if (zoom.spanMs === null) return zoom;
  return endingAt(zoom.spanMs, axisOf(zoom, course, nowMs).toMs + byMs, course, nowMs);
}

/** How often an axis that goes with now is worth drawing anew: a pixel of an hour is several seconds. */
export const stepMs = ({ spanMs }: Zoom): number => (spanMs !== null && spanMs <= aheadFromMs ? 1000 : 5000);

/**
 * What is asked of the server for an axis: a stretch on a grid, so that to move a little asks for nothing new, and no longer than
 * needed, since it answers with as many points whatever the length.
 */
export function fetchedFor(axis: Axis, course: Course, nowMs: number): Axis {
  const whole = wholeOf(course, nowMs);
  let gridMs = leastSpanMs;
  while (gridMs < axis.toMs - axis.fromMs) gridMs *= 2;
  const fromMs = Math.floor(axis.fromMs / gridMs) * gridMs;
  return gridMs >= whole.toMs - whole.fromMs
    ? { fromMs: Math.floor(whole.fromMs / gridMs) * gridMs, toMs: Number.POSITIVE_INFINITY }
    : { fromMs, toMs: fromMs + 2 * gridMs };
}

/** Where an instant stands on the axis, 0 to 1; outside of that it is not shown. */
export const placeOn = ({ fromMs, toMs }: Axis, atMs: number): number => (atMs - fromMs) / (toMs - fromMs);
