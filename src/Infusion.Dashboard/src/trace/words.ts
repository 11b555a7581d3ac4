import { t } from "@lingui/core/macro";
import type { ResubmitAnswer, TraceOutcome, TraceRow } from "../session/contract";
import type { IconName } from "../ui/Icon";

export const outcomeWords: Record<TraceOutcome, string> = {
  live: t`Live`,
  late: t`Late`,
  unregistered: t`Unregistered`,
  refused: t`Refused`,
  status: t`Status`,
};

/** Each has a shape of its own. */
export const outcomeIcons: Record<TraceOutcome, IconName> = {
  live: "live",
  late: "clock",
  unregistered: "question",
  refused: "close",
  status: "monitor",
};

/** Where it is charted, or why it is not. */
export function whereWords(row: TraceRow): string {
  switch (row.outcome) {
    case "refused":
      return row.reason ?? t`no reason kept`;
    case "unregistered":
      return t`not charted: the device is not accepted`;
    case "status":
      return t`what the device says of itself`;
    default:
      return row.chair === null ? t`not charted: at no session then` : t`charted at ${row.chair}`;
  }
}

export const resubmitWords: Record<string, string> = {
  late: t`Sent again and charted as late.`,
  unregistered: t`Sent again and kept; its device is not accepted, so it charts nothing.`,
  duplicate: t`Sent again; the same message was known already, so nothing changed.`,
  refused: t`Sent again and refused again.`,
};

export const answerWords = ({ outcome, detail }: ResubmitAnswer): string =>
  [resubmitWords[outcome], detail].filter((part) => part).join(" ");

const whole = new Set(["oversized", "retained"]);

/** A refused message may be sent again unless it was taken since, or can never be charted truthfully. */
export const maySendAgain = ({ quarantine, reason, resubmission }: TraceRow): boolean =>
  quarantine !== null && !whole.has(reason ?? "") && (resubmission === null || resubmission.outcome === "refused");
