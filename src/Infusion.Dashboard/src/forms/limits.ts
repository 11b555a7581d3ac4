import { t } from "@lingui/core/macro";
import type { Protocol, VitalLimit, Vocabulary } from "../library/contract";
import { priorityWords } from "../ui/words";

export interface LimitLine {
  label: string;
  unit: string;
  /** Gravest last: "< 94 low", "< 92 medium". */
  low: string[];
  high: string[];
}

const order = { low: 0, medium: 1, high: 2 };

function said(limit: VitalLimit): string {
  const sign = limit.side === "low" ? (limit.isInclusive ? "≤" : "<") : limit.isInclusive ? "≥" : ">";
  const parts = [
    limit.value === null ? null : `${sign} ${limit.value}`,
    limit.baselineChange === null
      ? null
      : `${limit.side === "low" ? "−" : "+"}${Math.round(limit.baselineChange * 100)} %`,
  ].filter((part) => part !== null);
  const bound = parts.join(t` or `);
  const priority = priorityWords[limit.priority].toLowerCase();
  return limit.repeatAfter ? t`${bound} twice ${priority}` : `${bound} ${priority}`;
}

/** The limits of the protocol, a line for each vital sign, for paper. */
export function limitLines(protocol: Protocol, vocabulary: Vocabulary): LimitLine[] {
  const of = (metric: string, side: "low" | "high") =>
    (protocol.safety.vitals ?? [])
      .filter((limit) => limit.metric === metric && limit.side === side)
      .toSorted((a, b) => order[a.priority] - order[b.priority])
      .map(said);
  return vocabulary.vitals
    .map(({ metric, label, unit }) => ({ label, unit, low: of(metric, "low"), high: of(metric, "high") }))
    .filter(({ low, high }) => low.length + high.length > 0);
}
