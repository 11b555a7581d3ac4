import { t } from "@lingui/core/macro";
import type { Outcomes } from "../../outcomes/contract";
import type { SeriesSession } from "./contract";

/** One small picture: a value a session, and beside it what it is held against. */
export interface Measure {
  key: string;
  title: string;
  unit: string;
  decimals: number;
  /** What the outlined mark is. */
  beside: string | null;
  /** From here the axis begins; absent: from 0. */
  from?: number;
  points: { value: number | null; beside: number | null }[];
}

const measure = (
  sessions: SeriesSession[],
  about: Omit<Measure, "points">,
  value: (session: SeriesSession) => number | null,
  beside: (session: SeriesSession) => number | null = () => null,
): Measure => ({ ...about, points: sessions.map((each) => ({ value: value(each), beside: beside(each) })) });

/** What is looked at over a series, in the order of the questions: what was given, what it did, what went wrong. */
export const measuresOf = (sessions: SeriesSession[]): Measure[] => [
  measure(
    sessions,
    { key: "dose", title: t`Dose by weight`, unit: "mg/kg", decimals: 2, beside: t`ordered` },
    (each) => each.givenMgPerKg,
    (each) => each.orderedMgPerKg,
  ),
  measure(
    sessions,
    { key: "systolic", title: t`Highest systolic`, unit: "mmHg", decimals: 0, beside: t`baseline`, from: 80 },
    (each) => each.vitals.highestSystolic,
    (each) => each.vitals.baselineSystolic,
  ),
  measure(
    sessions,
    { key: "heart-rate", title: t`Highest heart rate`, unit: "/min", decimals: 0, beside: t`baseline`, from: 40 },
    (each) => each.vitals.highestHeartRate,
    (each) => each.vitals.baselineHeartRate,
  ),
  measure(
    sessions,
    { key: "spo2", title: t`Lowest SpO2`, unit: "%", decimals: 0, beside: t`baseline`, from: 80 },
    (each) => each.vitals.lowestSpO2,
    (each) => each.vitals.baselineSpO2,
  ),
  measure(
    sessions,
    { key: "dissociation", title: t`Highest dissociation, CADSS-6`, unit: t`of 24`, decimals: 0, beside: null },
    (each) => each.scores.highestDissociation,
  ),
  measure(
    sessions,
    { key: "sedation", title: t`Deepest sedation, MOAA/S (5 awake)`, unit: t`of 5`, decimals: 0, beside: null },
    (each) => each.scores.lowestSedation,
  ),
  measure(
    sessions,
    { key: "nausea", title: t`Highest nausea`, unit: t`of 10`, decimals: 0, beside: null },
    (each) => each.scores.highestNausea,
  ),
  measure(
    sessions,
    { key: "alarms", title: t`High and medium alarms`, unit: "alarms", decimals: 0, beside: t`high alone` },
    (each) => each.alarms.high + each.alarms.medium,
    (each) => each.alarms.high,
  ),
];

/** The last score of each instrument before or on the day of each session: what it was given for. */
export function outcomesBeside(outcomes: Outcomes, days: string[]): Measure[] {
  return outcomes.series.flatMap(({ instrument, assessments }) => {
    const valid = assessments.filter((each) => each.withdrawn === null && each.score.total !== null);
    if (valid.length === 0) return [];
    return [
      {
        key: `outcome-${instrument.instrument}`,
        title: t`${instrument.name}, last before`,
        unit: t`of ${instrument.highest}`,
        decimals: 0,
        beside: null,
        points: days.map((day) => ({
          value: valid.filter((each) => each.on <= day).at(-1)?.score.total ?? null,
          beside: null,
        })),
      },
    ];
  });
}
