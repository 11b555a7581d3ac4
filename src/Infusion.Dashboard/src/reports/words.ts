import { t } from "@lingui/core/macro";
import { unknown } from "../ui/format";
import type { RuleFigures } from "./contract";

/** "45 s", "4 min 10 s", "2 h 5 min": a duration by its size. */
export function duration(seconds: number | null): string {
  if (seconds === null) return unknown;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}

/** "3 of 4 (75 %)"; without anything to share, an unknown share and not a hundred. */
export const shareOf = (part: number, all: number): string =>
  all === 0 ? unknown : t`${part} of ${all} (${Math.round((part / all) * 100)} %)`;

export const limitWords = ({ label, hardLimit, unit }: RuleFigures): string =>
  hardLimit === null ? (label ?? "") : `${label ?? ""} ${Math.round(hardLimit * 100) / 100} ${unit ?? ""}`.trim();
