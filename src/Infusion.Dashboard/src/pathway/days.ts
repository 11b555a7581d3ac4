import { plural, t } from "@lingui/core/macro";
import { calendarDay } from "../ui/format";
import type { When } from "./contract";

// Calendar days as "2026-12-01" and times as "09:00:00": the clinic's, without a zone in them.

const dayMs = 86_400_000;
const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: string, days: number): string =>
  new Date(midnight(day) + days * dayMs).toISOString().slice(0, 10);

/** Calendar days from one to the other; negative: back. */
export const daysBetween = (from: string, to: string): number => Math.round((midnight(to) - midnight(from)) / dayMs);

export const mondayOf = (day: string): string => addDays(day, -((new Date(midnight(day)).getUTCDay() + 6) % 7));

/** "Tue 1 Dec 2026", as the server's sentences have it. */
export const dayWords = (day: string): string => calendarDay(midnight(day), "UTC").replace(" 0", " ");

/** "Tue 1 Dec" */
export const shortDay = (day: string): string => dayWords(day).slice(0, -5);

export const clock = (time: string): string => time.slice(0, 5);

export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export const timeAt = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** How long, by elapsed time: a change of the clocks does not shorten it. */
export const lengthMinutes = (when: When): number => (Date.parse(when.endsAt) - Date.parse(when.at)) / 60_000;

/** "Tue 1 Dec 2026 09:00 to 11:00" */
export const whenWords = (when: When): string => t`${dayWords(when.day)} ${clock(when.time)} to ${clock(when.endTime)}`;

export const startWords = (when: When): string => `${shortDay(when.day)} ${clock(when.time)}`;

export const daysWords = (days: number): string =>
  plural(Math.abs(days), { one: `${days} day`, other: `${days} days` });

/** A later day and time than this one, by minutes; what passes midnight changes the day. */
export function shifted(day: string, time: string, minutes: number): { day: string; time: string } {
  const at = minutesOf(time) + minutes;
  const days = Math.floor(at / 1440);
  return { day: addDays(day, days), time: timeAt(at - days * 1440) };
}
