import type { Protocol } from "../library/contract";
import { secondsOf } from "../library/draft";

/** One line of the observation grid: minutes since the window began, and what the schedule wants then. */
export interface GridLine {
  minute: number;
  due: string[];
}

type Line = Protocol["schedule"][number];

const minutesOf = (time: string | null): number | null => {
  const seconds = secondsOf(time);
  return seconds === null ? null : seconds / 60;
};

const isCovered = (lines: Line[], minute: number): boolean =>
  lines.some(
    (line) => minute >= (minutesOf(line.from) ?? 0) && minute < (minutesOf(line.until) ?? Number.POSITIVE_INFINITY),
  );

/** When it falls due if each one comes when it is due: as the server counts, from the one before. */
export function dueMinutes(schedule: Line[], what: string, window: string, until: number): number[] {
  const lines = schedule.filter((line) => line.what === what && line.window === window);
  const due: number[] = [];
  for (let anchor = 0; ; ) {
    const next = lines
      .filter((line) => anchor < (minutesOf(line.until) ?? Number.POSITIVE_INFINITY))
      .map((line) => Math.max(anchor, minutesOf(line.from) ?? 0) + (minutesOf(line.every) ?? 0))
      .filter((minute) => minute > anchor && isCovered(lines, minute));
    if (next.length === 0) return due;
    anchor = Math.min(...next);
    if (anchor > until) return due;
    due.push(anchor);
  }
}

export function gridOf(schedule: Line[], window: string, until: number): GridLine[] {
  const what = [...new Set(schedule.filter((line) => line.window === window).map((line) => line.what))];
  const minutes = new Map<number, string[]>();
  for (const each of what) {
    for (const minute of dueMinutes(schedule, each, window, until)) {
      minutes.set(minute, [...(minutes.get(minute) ?? []), each]);
    }
  }
  return [...minutes].sort(([a], [b]) => a - b).map(([minute, due]) => ({ minute, due }));
}

/** How long recovery is planned on paper: as long as the protocol asks for, and two more lines of an hour. */
export const recoveryMinutes = (protocol: Protocol): number =>
  Math.max(60, minutesOf(protocol.discharge?.atLeast ?? null) ?? 0);

export const usualMinutes = (protocol: Protocol): number => minutesOf(protocol.usualDuration) ?? 0;
