import { t } from "@lingui/core/macro";
import { figure, unknown } from "../../ui/format";
import type { SessionDose } from "./contract";

/** "+20.0 %", "−5.3 %": which way is said by a sign. */
export const deviationText = (percent: number | null): string =>
  percent === null ? unknown : `${percent > 0 ? "+" : percent < 0 ? "−" : ""}${figure(Math.abs(percent), 1)} %`;

export const standingText: Record<SessionDose["standing"], string> = {
  known: "",
  still_flows: t`still flowing`,
  not_known: t`not known`,
};

export const ratesText = (rates: number[]): string =>
  rates.length === 0 ? t`no pump told one` : rates.map((rate) => figure(rate, 1)).join(", ");
