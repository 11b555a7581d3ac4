import type { LiveValue, NibpValue } from "./contract";

/** How a value may be shown. Only "fresh" and "questionable" let a number stand. */
export type Standing = "fresh" | "questionable" | "stale" | "no_signal" | "invalid" | "never" | "cut";

type Aged = Pick<LiveValue, "quality" | "receivedAt" | "staleAfterSeconds">;

export const ageMs = (instant: string, nowMs: number): number => Math.max(0, nowMs - Date.parse(instant));

const isStale = (value: Aged, nowMs: number): boolean =>
  ageMs(value.receivedAt, nowMs) > value.staleAfterSeconds * 1000;

function standing(value: Aged | null | undefined, hasNumber: boolean, nowMs: number, cut: boolean): Standing {
  if (cut) return "cut";
  if (!value) return "never";
  if (isStale(value, nowMs)) return "stale";
  if (value.quality === "invalid") return "invalid";
  if (!hasNumber) return "no_signal";
  return value.quality === "questionable" ? "questionable" : "fresh";
}

export const vitalStanding = (value: LiveValue | undefined, nowMs: number, cut: boolean): Standing =>
  standing(value, value?.value != null, nowMs, cut);

export const nibpStanding = (value: NibpValue | null, nowMs: number, cut: boolean): Standing =>
  standing(value, value?.systolic != null || value?.diastolic != null || value?.mean != null, nowMs, cut);

export const isReadable = (standing: Standing): boolean => standing === "fresh" || standing === "questionable";

/** "high" or "low" when the number is beyond a limit in force; a limit that is not set is never crossed. */
export function crossedLimit(value: number | null, low: number | null, high: number | null): "low" | "high" | null {
  if (value === null) return null;
  if (low !== null && value < low) return "low";
  if (high !== null && value > high) return "high";
  return null;
}
