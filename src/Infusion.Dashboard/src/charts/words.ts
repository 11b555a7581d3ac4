import { plural, t } from "@lingui/core/macro";
import { calendarDay, clockTime } from "../ui/format";
import type { Changes, EntryKind, Meaning, Standing, Version } from "./contract";

export const meaningWords: Record<Meaning, { is: string; says: string }> = {
  author: { is: t`Author`, says: t`I wrote this, or stand for what it says.` },
  review: { is: t`Review`, says: t`I have read all of it.` },
  approval: { is: t`Approval`, says: t`I have read all of it and agree.` },
};

export const standingWords: Record<Standing, string> = {
  awaits_signature: t`Not signed`,
  awaits_lock: t`Signed, not locked`,
  changed: t`Changed after signing`,
  locked: t`Locked`,
};

export const kindWords: Record<EntryKind, string> = {
  addendum: t`Addendum`,
  correction: t`Correction`,
  late_entry: t`Late entry`,
};

export const becauseWords: Record<Version["because"], string> = {
  signed: t`signed`,
  "entry-added": t`entry added`,
  "changed-after-signing": t`data came after signing`,
};

export const dayTime = (instant: string, timeZone: string): string =>
  `${calendarDay(instant, timeZone)} ${clockTime(instant, timeZone, true)}`;

/** "2 events, 35 readings"; nothing: "nothing". */
export function changeWords({ events, readings, notes, additions }: Changes): string {
  const parts = [
    events > 0 && plural(events, { one: `${events} event`, other: `${events} events` }),
    readings > 0 && plural(readings, { one: `${readings} reading`, other: `${readings} readings` }),
    notes > 0 && plural(notes, { one: `${notes} note`, other: `${notes} notes` }),
    additions > 0 &&
      plural(additions, { one: `${additions} entry or waiver`, other: `${additions} entries or waivers` }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? t`nothing` : parts.join(", ");
}

/** infusion_stopped as "infusion stopped". */
export const typeWords = (type: string | null): string => (type ?? t`note`).replaceAll("_", " ");
