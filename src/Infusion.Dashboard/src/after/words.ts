import type { DischargeNeed } from "./contract";

/** The two answers to each need, as buttons say them. */
export const needWords: Record<DischargeNeed, { met: string; notMet: string | null; note: string | null }> = {
  dissociation_at_baseline: { met: "Back to baseline", notMet: "Not back", note: null },
  steady_gait: { met: "Steady", notMet: "Unsteady", note: null },
  no_active_nausea: { met: "No nausea", notMet: "Nausea", note: null },
  suicidality_screened: { met: "Negative", notMet: "Positive", note: "Plan, where it is positive" },
  escort_present: { met: "Escort is here", notMet: null, note: "Escort's name" },
  instructions_given: { met: "Given in writing", notMet: null, note: null },
};

/** The vials that are sold: mg/mL and mL. */
export const vialSizes = [
  { strengthMgPerMl: 10, volumeMl: 20 },
  { strengthMgPerMl: 50, volumeMl: 10 },
  { strengthMgPerMl: 100, volumeMl: 5 },
] as const;

/** "12.5", never 12.499999 */
export const mg = (value: number): string => String(Math.round(value * 10_000) / 10_000);

/** "00:40:07.5" as minutes and seconds */
export function minuteWords(duration: string | null): string {
  const parts = duration === null ? null : /^(?:(\d+)\.)?(\d+):(\d\d):(\d\d)/.exec(duration);
  if (!parts) return "not known";
  const minutes = Number(parts[1] ?? 0) * 1440 + Number(parts[2]) * 60 + Number(parts[3]);
  return `${minutes} min ${parts[4]} s`;
}
