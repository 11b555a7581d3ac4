import { plural, t } from "@lingui/core/macro";
import type { TelemetryGap } from "../session/contract";
import { clockTime, span } from "../ui/format";

/** "0:48 without monitor-1, 48 messages missing": what a gap is, in words. */
export function gapWords({ from, to, device, missing }: TelemetryGap): string {
  const length = span(to - from);
  const lost = missing === null ? t`nothing received` : missingWords(missing);
  return t`${length} without ${device}, ${lost}`;
}

export const missingWords = (missing: number): string =>
  plural(missing, { one: `${missing} message missing`, other: `${missing} messages missing` });

/** "18:02:10 to 18:02:58: 0:48 without monitor-1, 48 messages missing" */
export const gapLine = (gap: TelemetryGap, timeZone: string): string =>
  t`${clockTime(gap.from, timeZone, true)} to ${clockTime(gap.to, timeZone, true)}: ${gapWords(gap)}`;

export const gapsWithin = (gaps: TelemetryGap[], fromMs: number, toMs: number): TelemetryGap[] =>
  gaps.filter((gap) => gap.to > fromMs && gap.from < toMs);

/** "2 gaps, 61 messages missing" */
export function gapSummary(gaps: TelemetryGap[]): string {
  const missing = gaps.reduce((sum, gap) => sum + (gap.missing ?? 0), 0);
  const count = plural(gaps.length, { one: `${gaps.length} gap`, other: `${gaps.length} gaps` });
  return missing === 0 ? count : `${count}, ${missingWords(missing)}`;
}
