import { calendarDay, clockTime } from "../ui/format";
import type { Changes, EntryKind, Meaning, Standing, Version } from "./contract";

export const meaningWords: Record<Meaning, { is: string; says: string }> = {
  author: { is: "Author", says: "I wrote this, or stand for what it says." },
  review: { is: "Review", says: "I have read all of it." },
  approval: { is: "Approval", says: "I have read all of it and agree." },
};

export const standingWords: Record<Standing, string> = {
  awaits_signature: "Not signed",
  awaits_lock: "Signed, not locked",
  changed: "Changed after signing",
  locked: "Locked",
};

export const kindWords: Record<EntryKind, string> = {
  addendum: "Addendum",
  correction: "Correction",
  late_entry: "Late entry",
};

export const becauseWords: Record<Version["because"], string> = {
  signed: "signed",
  "entry-added": "entry added",
  "changed-after-signing": "data came after signing",
};

export const dayTime = (instant: string, timeZone: string): string =>
  `${calendarDay(instant, timeZone)} ${clockTime(instant, timeZone, true)}`;

const counted = (count: number, one: string, many: string) =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

/** "2 events, 35 readings"; nothing: "nothing". */
export function changeWords({ events, readings, notes, additions }: Changes): string {
  const parts = [
    ...counted(events, "event", "events"),
    ...counted(readings, "reading", "readings"),
    ...counted(notes, "note", "notes"),
    ...counted(additions, "entry or waiver", "entries or waivers"),
  ];
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

/** infusion_stopped as "infusion stopped". */
export const typeWords = (type: string | null): string => (type ?? "note").replaceAll("_", " ");
