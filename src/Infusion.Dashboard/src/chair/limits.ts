import type { LimitView } from "../live/contract";
import type { ChartEvent } from "../session/contract";
import { unknown } from "../ui/format";

/** All limits on one side of one vital, mildest first. */
export interface LimitSide {
  key: string;
  label: string;
  unit: string;
  side: LimitView["side"];
  stages: LimitView[];
}

export function bySide(limits: readonly LimitView[]): LimitSide[] {
  const sides = new Map<string, LimitSide>();
  for (const limit of limits) {
    const key = `${limit.metric} ${limit.side}`;
    const known = sides.get(key);
    if (known) known.stages.push(limit);
    else sides.set(key, { key, label: limit.label, unit: limit.unit, side: limit.side, stages: [limit] });
  }
  return [...sides.values()];
}

export const limitKey = ({ metric, side, priority }: LimitView): string => `${metric} ${side} ${priority}`;

/** At most one decimal, and none that says nothing. */
export const limitFigure = (value: number | null): string =>
  value === null ? unknown : String(Math.round(value * 10) / 10);

/** What is crossed first: the limit itself, or what the baseline makes of it. */
export function crossedFirst({ side, value, baselineValue }: LimitView): number | null {
  if (value === null || baselineValue === null) return value ?? baselineValue;
  return side === "high" ? Math.min(value, baselineValue) : Math.max(value, baselineValue);
}

export const isAdjustable = ({ value, adjustableFrom, adjustableTo }: LimitView): boolean =>
  value !== null && (adjustableFrom !== null || adjustableTo !== null);

/** The chart's sentence about an adjustment holds its reason; the limit itself does not. */
export function whyOf(limit: LimitView, events: readonly ChartEvent[] | undefined): string | null {
  const { adjusted } = limit;
  if (!adjusted) return null;
  const start = `Limit for ${limit.label} ${limit.side}, ${limit.priority} priority`;
  const told = events?.find(
    (e) => e.type === "limit_adjusted" && Date.parse(e.at) === Date.parse(adjusted.at) && e.text.startsWith(start),
  );
  return told?.text.split("Reason: ").slice(1).join("Reason: ") ?? null;
}
