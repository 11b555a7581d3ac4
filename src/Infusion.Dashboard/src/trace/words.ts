import type { ResubmitAnswer, TraceOutcome, TraceRow } from "../session/contract";
import type { IconName } from "../ui/Icon";

export const outcomeWords: Record<TraceOutcome, string> = {
  live: "Live",
  late: "Late",
  unregistered: "Unregistered",
  refused: "Refused",
  status: "Status",
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
      return row.reason ?? "no reason kept";
    case "unregistered":
      return "not charted: the device is not accepted";
    case "status":
      return "what the device says of itself";
    default:
      return row.chair === null ? "not charted: at no session then" : `charted at ${row.chair}`;
  }
}

export const resubmitWords: Record<string, string> = {
  late: "Sent again and charted as late.",
  unregistered: "Sent again and kept; its device is not accepted, so it charts nothing.",
  duplicate: "Sent again; the same message was known already, so nothing changed.",
  refused: "Sent again and refused again.",
};

export const answerWords = ({ outcome, detail }: ResubmitAnswer): string =>
  [resubmitWords[outcome], detail].filter((part) => part).join(" ");

const whole = new Set(["oversized", "retained"]);

/** A refused message may be sent again unless it was taken since, or can never be charted truthfully. */
export const maySendAgain = ({ quarantine, reason, resubmission }: TraceRow): boolean =>
  quarantine !== null && !whole.has(reason ?? "") && (resubmission === null || resubmission.outcome === "refused");
