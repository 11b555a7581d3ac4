import type { SessionView } from "../live/contract";

export const ranges = ["2", "10", "30", "session"] as const;
export type Range = (typeof ranges)[number];

export const rangeWords: Record<Range, string> = { "2": "2 min", "10": "10 min", "30": "30 min", session: "Session" };

const minuteMs = 60_000;

/** The time axis ends a little after now, so that the newest value does not stick to the edge. */
export function rangeOf(range: Range, session: SessionView, nowMs: number): { fromMs: number; toMs: number } {
  if (range === "session") {
    const start = session.startedAt ? Date.parse(session.startedAt) - 15 * minuteMs : Date.parse(session.phaseSince);
    const fromMs = Math.min(start, nowMs - 10 * minuteMs);
    const endMs = session.expectedEndAt ? Date.parse(session.expectedEndAt) : 0;
    return { fromMs, toMs: Math.max(nowMs + (nowMs - fromMs) * 0.02, endMs) };
  }
  const lengthMs = Number(range) * minuteMs;
  return { fromMs: nowMs - lengthMs, toMs: nowMs + lengthMs * 0.02 };
}

/** How often a range is worth drawing anew: a pixel of an hour is several seconds. */
export const stepMs = (range: Range): number => (range === "2" || range === "10" ? 1000 : 5000);
