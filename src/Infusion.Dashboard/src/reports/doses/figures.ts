import type { SessionDose } from "./contract";

export interface Bin {
  /** Inclusive. */
  from: number;
  /** Exclusive. */
  to: number;
  count: number;
}

const round = (value: number): number => Number(value.toPrecision(12));

/** Equal steps from the lowest to the highest value; none without a value. */
export function binsOf(values: number[], step: number): Bin[] {
  if (values.length === 0) return [];
  const place = (value: number) => Math.floor(value / step + 1e-9);
  const places = values.map(place);
  const [first, last] = [Math.min(...places), Math.max(...places)];
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    from: round((first + index) * step),
    to: round((first + index + 1) * step),
    count: places.filter((each) => each === first + index).length,
  }));
}

/** Of an even number the lower of the two in the middle: a value that occurred. null: there is none. */
export function medianOf(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? null;
}

export interface DoseSummary {
  sessions: number;
  known: number;
  stillFlows: number;
  notKnown: number;
  medianMgPerKg: number | null;
  medianDeviationPercent: number | null;
  /** The one furthest from its order, either way. */
  furthest: SessionDose | null;
}

const isNumber = (value: number | null): value is number => value !== null;

/** What is not known is counted beside what is, and is in no median. */
export function summaryOf(sessions: SessionDose[]): DoseSummary {
  const known = sessions.filter((each) => each.standing === "known");
  const deviating = known.filter((each) => each.deviationPercent !== null);
  return {
    sessions: sessions.length,
    known: known.length,
    stillFlows: sessions.filter((each) => each.standing === "still_flows").length,
    notKnown: sessions.filter((each) => each.standing === "not_known").length,
    medianMgPerKg: medianOf(known.map((each) => each.deliveredMgPerKg).filter(isNumber)),
    medianDeviationPercent: medianOf(deviating.map((each) => each.deviationPercent).filter(isNumber)),
    furthest: deviating.reduce<SessionDose | null>(
      (most, each) =>
        most === null || Math.abs(each.deviationPercent ?? 0) > Math.abs(most.deviationPercent ?? 0) ? each : most,
      null,
    ),
  };
}
