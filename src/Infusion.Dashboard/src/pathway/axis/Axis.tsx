import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useTimeZone } from "../../live/LiveContext";
import { useOutcomes } from "../../outcomes/queries";
import { wallClock } from "../../ui/Period";
import type { Plan } from "../contract";
import { dayWords, shortDay } from "../days";
import { type Course, courseOf, type DoseMark, mgWords, placeOf, rowsOf, type ScoreLane, ticksOf } from "./course";
import { useDoses } from "./queries";

const doseHeight = 76;
const therapyHeight = 34;
const scoreHeight = 84;
const tickHeight = 26;

/** Infusions, doses, scores and talk therapy under one another on the same days, and as a table. */
export function Axis({ plan, today }: { plan: Plan; today: string }) {
  const timeZone = useTimeZone();
  const doses = useDoses(plan.infusions);
  const { data: outcomes, error } = useOutcomes(plan.patient.id);
  const openedOn = wallClock(Date.parse(plan.openedAt), timeZone).slice(0, 10);
  const course = courseOf(plan, doses, outcomes?.series ?? [], openedOn, today);
  return (
    <>
      <figure
        className="pw-axis"
        aria-label={t`From ${dayWords(course.from)} to ${dayWords(course.to)}; a table follows`}
      >
        <Lane name={t`Dose given`} height={doseHeight} course={course} today={today}>
          <Doses course={course} />
        </Lane>
        <Lane name={t`Talk therapy`} height={therapyHeight} course={course} today={today}>
          <Therapy course={course} />
        </Lane>
        {course.lanes.map((lane) => (
          <Lane key={lane.name} name={lane.name} height={scoreHeight} course={course} today={today}>
            <Scores lane={lane} course={course} />
          </Lane>
        ))}
        <Lane name="" height={tickHeight} course={course} today={today} isTicks>
          {ticksOf(course).map((day) => (
            <text key={day} x={`${placeOf(course, day)}%`} y={18} textAnchor="middle">
              {shortDay(day)}
            </text>
          ))}
        </Lane>
      </figure>
      <p className="note">
        {t`Filled: given, attended. Outlined: planned. The line is today. Doses are what the chart of each session says was delivered; scores are by the day on which they were answered.`}
      </p>
      {error && <p className="note">{t`The scores could not be read: ${error.message}`}</p>}
      {outcomes && course.lanes.length === 0 && <p className="note">{t`No score is recorded for this patient.`}</p>}
      <div className="actions">
        <Link className="btn" to={`/patients/${plan.patient.id}/outcomes`}>
          {t`The scores in full`}
        </Link>
      </div>
      <details className="pw-cancel">
        <summary className="btn">{t`The same as a table`}</summary>
        <CourseTable course={course} />
      </details>
    </>
  );
}

interface LaneProps {
  name: string;
  height: number;
  course: Course;
  today: string;
  isTicks?: boolean;
  children: ReactNode;
}

function Lane({ name, height, course, today, isTicks = false, children }: LaneProps) {
  return (
    <>
      <p className="axis-name">{name}</p>
      <svg width="100%" height={height} aria-hidden="true" className={isTicks ? "axis-ticks" : "axis-lane"}>
        {!isTicks &&
          ticksOf(course).map((day) => (
            <line
              key={day}
              x1={`${placeOf(course, day)}%`}
              x2={`${placeOf(course, day)}%`}
              y1={0}
              y2={height}
              className="axis-grid"
            />
          ))}
        {!isTicks && (
          <line
            x1={`${placeOf(course, today)}%`}
            x2={`${placeOf(course, today)}%`}
            y1={0}
            y2={height}
            className="axis-now"
          />
        )}
        {children}
      </svg>
    </>
  );
}

function Doses({ course }: { course: Course }) {
  const highest = Math.max(1, ...course.doses.map((dose) => dose.mg ?? 0));
  const base = doseHeight - 6;
  return course.doses.map((dose) => {
    const x = placeOf(course, dose.day);
    if (dose.mg === null) return <WithoutDose key={dose.id} dose={dose} x={x} base={base} />;
    const tall = Math.max(2, ((base - 20) * dose.mg) / highest);
    return (
      <g key={dose.id}>
        <svg x={`${x}%`} overflow="visible" aria-hidden="true">
          <rect x={-7} y={base - tall} width={14} height={tall} className="is-filled" />
        </svg>
        <text x={`${x}%`} y={base - tall - 5} textAnchor="middle">
          {mgWords(dose.mg)}
        </text>
      </g>
    );
  });
}

/** Planned, or given and the dose is not known: never a bar of no height. */
const WithoutDose = ({ dose, x, base }: { dose: DoseMark; x: number; base: number }) => (
  <g>
    <svg x={`${x}%`} overflow="visible" aria-hidden="true">
      <circle cx={0} cy={base - 8} r={7} className={dose.isGiven ? "is-filled" : "is-outline"} strokeWidth={2} />
    </svg>
    {dose.isGiven && (
      <text x={`${x}%`} y={base - 21} textAnchor="middle">
        {dose.why}
      </text>
    )}
  </g>
);

function Therapy({ course }: { course: Course }) {
  return course.therapy.map((each) => (
    <svg key={each.id} x={`${placeOf(course, each.day)}%`} overflow="visible" aria-hidden="true">
      <rect
        x={-6}
        y={therapyHeight / 2 - 6}
        width={12}
        height={12}
        className={each.isAttended ? "is-filled" : "is-outline"}
        strokeWidth={2}
        strokeDasharray={each.isInConflict ? "3 2" : "none"}
      />
      {each.isMissed && (
        <path
          d={`M-4 ${therapyHeight / 2 - 4}l8 8M4 ${therapyHeight / 2 - 4}l-8 8`}
          className="is-outline"
          strokeWidth={2}
        />
      )}
    </svg>
  ));
}

function Scores({ lane, course }: { lane: ScoreLane; course: Course }) {
  const top = 20;
  const base = scoreHeight - 8;
  const y = (total: number) => base - ((base - top) * total) / lane.highest;
  return (
    <>
      <text x="100%" y={14} dx={-6} textAnchor="end" className="axis-bound">
        {t`0 to ${lane.highest}`}
      </text>
      <line x1="0%" x2="100%" y1={base} y2={base} className="axis-grid" />
      {lane.remissionAtMost !== null && (
        <>
          <line
            x1="0%"
            x2="100%"
            y1={y(lane.remissionAtMost)}
            y2={y(lane.remissionAtMost)}
            className="axis-remission"
          />
          <text x="0%" y={y(lane.remissionAtMost) - 4} dx={6} className="axis-bound">
            {t`remission at most ${lane.remissionAtMost}`}
          </text>
        </>
      )}
      {lane.points.slice(1).map((point, place) => {
        const before = lane.points[place];
        return (
          before && (
            <line
              key={point.id}
              x1={`${placeOf(course, before.day)}%`}
              y1={y(before.total)}
              x2={`${placeOf(course, point.day)}%`}
              y2={y(point.total)}
              className="axis-course"
            />
          )
        );
      })}
      {lane.points.map((point) => (
        <g key={point.id}>
          <circle cx={`${placeOf(course, point.day)}%`} cy={y(point.total)} r={4} className="is-filled" />
          <text x={`${placeOf(course, point.day)}%`} y={y(point.total) - 8} textAnchor="middle">
            {point.total}
          </text>
        </g>
      ))}
    </>
  );
}

const CourseTable = ({ course }: { course: Course }) => (
  <div className="sheet-scroll">
    <table className="sheet" aria-label={t`Infusions, doses, scores and talk therapy by day`}>
      <thead>
        <tr>
          <th scope="col">{t`Day`}</th>
          <th scope="col">{t`What`}</th>
          <th scope="col">{t`Value`}</th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(course).map((row) => (
          <tr key={row.key}>
            <th scope="row">{dayWords(row.day)}</th>
            <td>{row.what}</td>
            <td>{row.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
