import { t } from "@lingui/core/macro";
import { birthDate, unknown } from "../ui/format";
import type { Assessment, Instrument, SafetyReason, Score, Series } from "./contract";

/** A calendar day as it is printed. */
export const day = birthDate;

/** Whole numbers as they are, means with one decimal; without a valid total never a number. */
export const totalText = (score: Score): string =>
  score.total === null ? t`no total` : Number.isInteger(score.total) ? String(score.total) : score.total.toFixed(1);

export const withSign = (change: number | null): string =>
  change === null ? unknown : change > 0 ? `+${change}` : change < 0 ? `−${-change}` : "0";

export function changeText({ change, changePercent, isBaseline }: Assessment): string {
  if (isBaseline) return t`baseline`;
  if (change === null) return unknown;
  return changePercent === null ? withSign(change) : `${withSign(change)} (${withSign(Math.round(changePercent))} %)`;
}

/** Response and remission in words; nothing where no rule is agreed on. */
export function courseText({ isResponse, isRemission }: Assessment): string {
  if (isRemission) return isResponse === false ? t`remission` : isResponse ? t`response, remission` : t`remission`;
  if (isResponse) return t`response`;
  return isResponse === false ? t`no response yet` : unknown;
}

export const safetyWords: Record<SafetyReason, string> = {
  thoughts_of_self_harm: t`Thoughts of death or self-harm: a safety task opens, and a physician answers it before the discharge.`,
  positive_screen: t`The screen is positive: a safety task opens, and a physician answers it before the discharge.`,
  not_answered: t`The question on suicidality is not answered, which is no “no”: a safety task opens, and a physician answers it before the discharge.`,
};

export function ruleText(instrument: Instrument): string {
  const rules = [
    instrument.responsePercent !== null ? t`response: a fall by ${instrument.responsePercent} % or more` : null,
    instrument.responsePoints !== null ? t`response: a fall by ${instrument.responsePoints} points or more` : null,
    instrument.remissionAtMost !== null ? t`remission: ${instrument.remissionAtMost} or less` : null,
    instrument.daysApart > 1 ? t`not more often than every ${instrument.daysApart} days` : null,
  ].filter((each) => each !== null);
  const text = rules.join("; ");
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** That stand, oldest first. */
export const standing = (series: Series): Assessment[] => series.assessments.filter((each) => each.withdrawn === null);
