import type { TraceRow } from "../session/contract";

export interface Step {
  name: "Device" | "Received" | "Evaluated" | "Committed";
  at: string | null;
  /** Since the step before; null: one of the two is not known. */
  delayMs: number | null;
}

const between = (from: string | null, to: string | null): number | null =>
  from === null || to === null ? null : Math.max(0, Date.parse(to) - Date.parse(from));

/**
 * A message's way, station by station. The device's own time counts by its corrected clock; where that is unknown,
 * so is the first delay.
 */
export function wayOf(row: TraceRow): Step[] {
  const measured = row.chartedAtReceipt ? null : row.chartedAt;
  return [
    { name: "Device", at: row.deviceAt, delayMs: null },
    { name: "Received", at: row.receivedAt, delayMs: between(measured, row.receivedAt) },
    { name: "Evaluated", at: row.evaluatedAt, delayMs: between(row.receivedAt, row.evaluatedAt) },
    { name: "Committed", at: row.committedAt, delayMs: between(row.evaluatedAt, row.committedAt) },
  ];
}

const pixelsForTenfold = 20;
const leastPixels = 6;

/** One scale for all rows: each tenfold delay is as much longer. */
export const delayPixels = (ms: number): number =>
  Math.max(leastPixels, Math.round(Math.log10(1 + ms) * pixelsForTenfold));
