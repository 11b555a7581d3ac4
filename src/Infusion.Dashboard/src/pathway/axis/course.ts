import { t } from "@lingui/core/macro";
import type { Assessment, Instrument, Score } from "../../outcomes/contract";
import type { Plan } from "../contract";
import { addDays, daysBetween } from "../days";

/** Of what the outcomes say of a patient, the part that is drawn. */
export interface ScoreSeries {
  instrument: Pick<Instrument, "name" | "highest" | "remissionAtMost">;
  assessments: (Pick<Assessment, "id" | "on" | "isResponse" | "isRemission" | "withdrawn"> & {
    score: Pick<Score, "total" | "band">;
  })[];
}

/** By session; null: the chart says that it is not known; absent: not read yet. */
export type Doses = ReadonlyMap<string, number | null>;

export interface DoseMark {
  id: string;
  day: string;
  number: number | null;
  isGiven: boolean;
  /** null: not given yet, or see why. */
  mg: number | null;
  /** Of one that is given, why there is no dose; "": there is one. */
  why: string;
}

export interface TherapyMark {
  id: string;
  day: string;
  isAttended: boolean;
  isMissed: boolean;
  isInConflict: boolean;
}

export interface ScoreLane {
  name: string;
  highest: number;
  remissionAtMost: number | null;
  points: { id: string; day: string; total: number; words: string }[];
}

export interface Course {
  from: string;
  to: string;
  doses: DoseMark[];
  therapy: TherapyMark[];
  lanes: ScoreLane[];
}

const air = 2;

/** All that happened and is planned on one axis of days. What is not known is no number. */
export function courseOf(
  plan: Plan,
  doses: Doses,
  scores: readonly ScoreSeries[],
  openedOn: string,
  today: string,
): Course {
  const infusions = plan.infusions.filter((each) => each.standing !== "cancelled");
  const therapy = plan.therapy.filter((each) => each.standing !== "cancelled");
  const lanes = scores.flatMap(laneOf);
  const days = [
    openedOn,
    today,
    ...infusions.map((each) => each.when.day),
    ...therapy.map((each) => each.when.day),
    ...lanes.flatMap((lane) => lane.points.map((point) => point.day)),
  ].sort();
  return {
    from: addDays(days[0] ?? today, -air),
    to: addDays(days.at(-1) ?? today, air),
    doses: infusions.map((each) => {
      const isGiven = each.standing === "given";
      const mg = isGiven && each.session !== null ? doses.get(each.session) : null;
      return {
        id: each.id,
        day: each.when.day,
        number: each.number,
        isGiven,
        mg: mg ?? null,
        why: !isGiven || typeof mg === "number" ? "" : mg === null ? t`not known` : t`not read`,
      };
    }),
    therapy: therapy.map((each) => ({
      id: each.id,
      day: each.when.day,
      isAttended: each.standing === "attended",
      isMissed: each.standing === "not_attended",
      isInConflict: each.conflict !== null,
    })),
    lanes,
  };
}

function laneOf({ instrument, assessments }: ScoreSeries): ScoreLane[] {
  const points = assessments.flatMap(({ id, on, score, isResponse, isRemission, withdrawn }) => {
    if (withdrawn !== null || score.total === null) return [];
    const words = [score.band, isRemission ? t`remission` : isResponse ? t`response` : null].filter(Boolean).join(", ");
    return [{ id, day: on, total: score.total, words }];
  });
  return points.length === 0
    ? []
    : [{ name: instrument.name, highest: instrument.highest, remissionAtMost: instrument.remissionAtMost, points }];
}

/** Where a day stands, 0 to 100. */
export const placeOf = ({ from, to }: Course, day: string): number =>
  (100 * daysBetween(from, day)) / Math.max(1, daysBetween(from, to));

const steps = [1, 2, 7, 14, 28, 91];
const mostTicks = 8;

/** Days with a word under them, none so near an end that its word would not fit. */
export function ticksOf(course: Course): string[] {
  const days = daysBetween(course.from, course.to);
  const step = steps.find((each) => days / each <= mostTicks) ?? Math.ceil(days / mostTicks);
  return Array.from({ length: Math.floor(days / step) + 1 }, (_, i) => addDays(course.from, 1 + i * step)).filter(
    (day) => placeOf(course, day) <= 96,
  );
}

export interface CourseRow {
  key: string;
  day: string;
  what: string;
  value: string;
}

/** The same, to be read. */
export function rowsOf({ doses, therapy, lanes }: Course): CourseRow[] {
  const rows: CourseRow[] = [
    ...doses.map((dose) => ({
      key: dose.id,
      day: dose.day,
      what: t`Infusion ${dose.number ?? ""}`.trim(),
      value: dose.isGiven ? (dose.mg === null ? t`given, dose ${dose.why}` : t`${mgWords(dose.mg)} given`) : t`planned`,
    })),
    ...therapy.map((each) => ({
      key: each.id,
      day: each.day,
      what: t`Talk therapy`,
      value: each.isAttended
        ? t`attended`
        : each.isMissed
          ? t`did not come`
          : each.isInConflict
            ? t`planned, no longer fits`
            : t`planned`,
    })),
    ...lanes.flatMap((lane) =>
      lane.points.map((point) => ({
        key: point.id,
        day: point.day,
        what: lane.name,
        value: t`${point.total} of ${lane.highest}${point.words === "" ? "" : `, ${point.words}`}`,
      })),
    ),
  ];
  return rows.sort((a, b) => a.day.localeCompare(b.day));
}

/** "54 mg", "37.5 mg" */
export const mgWords = (mg: number): string => `${Number(mg.toFixed(1))} mg`;
