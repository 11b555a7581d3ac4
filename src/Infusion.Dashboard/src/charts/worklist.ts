import { plural, t } from "@lingui/core/macro";
import type { ChartRow } from "./contract";

/** What somebody with these roles can do about a chart now. */
export function needOf(row: ChartRow, roles: readonly string[]): string {
  const isPhysician = roles.includes("physician");
  const toDo = row.open.filter((each) => !each.mayBeWaived).length;
  if (row.forMe) return t`Look at what changed; sign again, or say that you have seen it`;
  if (toDo > 0) return t`Cannot be signed yet: something has to be done first`;
  if (row.open.length > 0) {
    const count = row.open.length;
    return isPhysician
      ? plural(count, {
          one: "1 thing is open: have it done, or waive it with a reason; then sign",
          other: `${count} things are open: have it done, or waive it with a reason; then sign`,
        })
      : plural(count, {
          one: "1 thing is open: have it done, then sign",
          other: `${count} things are open: have it done, then sign`,
        });
  }
  switch (row.standing) {
    case "awaits_lock":
      return isPhysician ? t`Signed: lock it` : t`Signed: a physician locks it`;
    case "changed":
      return t`Changed after it was signed: read it and sign again`;
    default:
      return t`Nothing is open: read it and sign`;
  }
}

/** 0 first: what changed under one's own signature, what can be done now, what waits for others. */
const rank = (row: ChartRow): number => {
  if (row.forMe) return 0;
  if (row.open.some((each) => !each.mayBeWaived)) return 3;
  return row.open.length > 0 ? 2 : 1;
};

/** The order of work; among equals the oldest first. */
export const inOrder = (rows: readonly ChartRow[]): ChartRow[] =>
  [...rows].sort((a, b) => rank(a) - rank(b) || Date.parse(a.since) - Date.parse(b.since));

export interface Place {
  /** From 1; null: it waits for nothing, or is not among those shown. */
  at: number | null;
  of: number;
  previous: ChartRow | null;
  next: ChartRow | null;
}

/** Where a chart stands among those that wait. One that waits no more is followed by the first. */
export function placeOf(rows: readonly ChartRow[], session: string): Place {
  const ordered = inOrder(rows);
  const at = ordered.findIndex((row) => row.session === session);
  return {
    at: at === -1 ? null : at + 1,
    of: ordered.length,
    previous: at > 0 ? (ordered[at - 1] ?? null) : null,
    next: ordered[at + 1] ?? null,
  };
}
