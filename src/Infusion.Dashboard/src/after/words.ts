import { t } from "@lingui/core/macro";
import type { DischargeNeed } from "./contract";

/** The two answers to each need, as buttons say them. */
export const needWords: Record<DischargeNeed, { met: string; notMet: string | null; note: string | null }> = {
  dissociation_at_baseline: { met: t`Back to baseline`, notMet: t`Not back`, note: null },
  steady_gait: { met: t`Steady`, notMet: t`Unsteady`, note: null },
  no_active_nausea: { met: t`No nausea`, notMet: t`Nausea`, note: null },
  suicidality_screened: { met: t`Negative`, notMet: t`Positive`, note: t`Plan, where it is positive` },
  escort_present: { met: t`Escort is here`, notMet: null, note: t`Escort's name` },
  instructions_given: { met: t`Given in writing`, notMet: null, note: null },
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
  if (!parts) return t`not known`;
  const minutes = Number(parts[1] ?? 0) * 1440 + Number(parts[2]) * 60 + Number(parts[3]);
  return `${minutes} min ${parts[4]} s`;
}
