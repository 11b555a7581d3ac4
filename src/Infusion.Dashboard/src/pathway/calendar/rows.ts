import { t } from "@lingui/core/macro";
import type { Calendar, CalendarEntry } from "../contract";
import { clock, lengthMinutes, minutesOf } from "../days";
import { infusionWords, nameOf, therapyWords } from "../words";

export type By = "chair" | "therapist" | "patient";

export const byWords: Record<By, string> = { chair: t`Chairs`, therapist: t`Therapists`, patient: t`Patients` };

export interface CalendarRow {
  key: string;
  name: string;
  entries: CalendarEntry[];
}

/** Who or what is looked at, each with its appointments; also a chair or a therapist that is gone and still has some. */
export function rowsOf(calendar: Calendar, by: By): CalendarRow[] {
  const entries = [...calendar.entries].sort((a, b) => Date.parse(a.when.at) - Date.parse(b.when.at));
  if (by === "patient") {
    const patients = new Map(entries.map((each) => [each.patient.id, nameOf(each.patient)]));
    return [...patients]
      .sort(([, a], [, b]) => a.localeCompare(b))
      .map(([key, name]) => ({ key, name, entries: entries.filter((each) => each.patient.id === key) }));
  }
  const of = (entry: CalendarEntry) => (by === "chair" ? entry.chair : entry.therapist);
  const known =
    by === "chair"
      ? calendar.chairs.map((chair): [string, string] => [chair, chair])
      : calendar.therapists.map((each): [string, string] => [each.name, each.displayName]);
  const gone = [...new Set(entries.map(of))].filter(
    (each): each is string => each !== null && known.every(([key]) => key !== each),
  );
  return [...known, ...gone.map((each): [string, string] => [each, t`${each}, gone`])].map(([key, name]) => ({
    key,
    name,
    entries: entries.filter((each) => of(each) === key),
  }));
}

/** From when to when a day is drawn, in minutes of the clinic's clock: the opening hours, and whatever lies outside. */
export function hoursOf(calendar: Calendar, day: string): { from: number; to: number } {
  const open = calendar.days.find((each) => each.day === day);
  const entries = calendar.entries.filter((each) => each.when.day === day);
  const from = Math.min(open?.open ? minutesOf(open.open) : 8 * 60, ...entries.map((each) => startOf(each)));
  const to = Math.max(open?.close ? minutesOf(open.close) : 18 * 60, ...entries.map((each) => endOf(each)));
  return { from: Math.floor(from / 60) * 60, to: Math.ceil(to / 60) * 60 };
}

export const startOf = ({ when }: CalendarEntry): number => minutesOf(when.time);

/** On the clock of its day; what passes midnight ends with the day. */
export const endOf = (entry: CalendarEntry): number => {
  const end = minutesOf(entry.when.endTime);
  return end > startOf(entry) ? end : Math.min(1440, startOf(entry) + lengthMinutes(entry.when));
};

export const entryStanding = (entry: CalendarEntry): string =>
  ({ ...infusionWords, ...therapyWords })[entry.standing] ?? entry.standing;

export const entryWhat = (entry: CalendarEntry): string => {
  if (entry.kind === "therapy")
    return entry.number === null ? t`talk therapy` : t`talk therapy after infusion ${entry.number}`;
  return entry.number === null ? t`infusion` : t`infusion ${entry.number} of ${entry.infusions ?? "?"}`;
};

/** What an entry does not show: until when, the whole name where it is cut, where, how it stands. */
export const entryRest = (entry: CalendarEntry, isShort: boolean): string =>
  [
    t`to ${clock(entry.when.endTime)}`,
    isShort ? `${nameOf(entry.patient)}, ${entryWhat(entry)}` : null,
    entry.chair ? t`chair ${entry.chair}` : null,
    entryStanding(entry).toLowerCase(),
  ]
    .filter(Boolean)
    .join(", ");
