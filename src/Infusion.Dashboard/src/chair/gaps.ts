import type { TelemetryGap } from "../session/contract";
import { clockTime, span } from "../ui/format";

/** "0:48 without monitor-1, 48 messages missing": what a gap is, in words. */
export function gapWords({ from, to, device, missing }: TelemetryGap): string {
  return `${span(to - from)} without ${device}, ${missing === null ? "nothing received" : missingWords(missing)}`;
}

export const missingWords = (missing: number): string => `${missing} message${missing === 1 ? "" : "s"} missing`;

/** "18:02:10 to 18:02:58: 0:48 without monitor-1, 48 messages missing" */
export const gapLine = (gap: TelemetryGap, timeZone: string): string =>
  `${clockTime(gap.from, timeZone, true)} to ${clockTime(gap.to, timeZone, true)}: ${gapWords(gap)}`;

export const gapsWithin = (gaps: TelemetryGap[], fromMs: number, toMs: number): TelemetryGap[] =>
  gaps.filter((gap) => gap.to > fromMs && gap.from < toMs);

/** "2 gaps, 61 messages missing" */
export function gapSummary(gaps: TelemetryGap[]): string {
  const missing = gaps.reduce((sum, gap) => sum + (gap.missing ?? 0), 0);
  const count = `${gaps.length} gap${gaps.length === 1 ? "" : "s"}`;
  return missing === 0 ? count : `${count}, ${missingWords(missing)}`;
}
