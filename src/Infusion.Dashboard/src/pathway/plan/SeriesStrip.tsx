import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useClock } from "../../live/LiveContext";
import type { Plan } from "../contract";
import { clock, daysWords, shortDay, startWords } from "../days";
import { kindWords } from "../words";
import { type BesideState, type Mark, type MarkState, marksOf } from "./series";

const stateWords: Record<MarkState, string> = {
  given: t`given`,
  under_way: t`under way`,
  next: t`next`,
  planned: t`planned`,
  missed: t`has not begun`,
  open: t`not planned`,
};

const besideWords: Record<BesideState, string> = {
  attended: t`attended`,
  not_attended: t`did not come`,
  planned: t`planned`,
  conflict: t`no longer fits`,
  declined: t`declined`,
  referred: t`referred`,
  none: t`none planned`,
};

/** The plan at a glance: each infusion a mark, the days between, and the talk therapy beside it. */
export function SeriesStrip({ plan }: { plan: Plan }) {
  // What is missed changes by the minute, not by the second.
  const minute = useClock((nowMs) => Math.floor(nowMs / 60_000));
  const marks = marksOf(plan, minute * 60_000);
  return (
    <ol className="series" aria-label={t`The series`}>
      {marks.map((mark) => (
        <StripMark key={mark.key} mark={mark} isClosed={plan.closed !== null} />
      ))}
    </ol>
  );
}

function StripMark({ mark, isClosed }: { mark: Mark; isClosed: boolean }) {
  const { infusion, state, daysSince, therapy, beside } = mark;
  return (
    <li className={`series-mark is-${state}`}>
      <p className="series-gap">{daysSince !== null && daysWords(daysSince)}</p>
      <p className="series-line">
        <Glyph state={state} />
      </p>
      <p>
        <b>{infusion ? (infusion.number ?? kindWords[infusion.kind]) : ""}</b>{" "}
        <span className="series-word">{stateWords[state]}</span>
      </p>
      {infusion && (
        <>
          <p>
            {shortDay(infusion.when.day)} <span className="fig">{clock(infusion.when.time)}</span>
          </p>
          <p className="note">
            <Trans>
              Chair {infusion.chair}
              {infusion.moves > 0 &&
                plural(infusion.moves, { one: ", moved once", other: `, moved ${infusion.moves} times` })}
            </Trans>
          </p>
          {mark.isOffSpacing && <p className="note">{t`Not the intended distance`}</p>}
          <p className={`series-beside is-${beside}`}>
            <BesideGlyph state={beside} />
            <span>
              {t`Talk therapy ${beside === "none" && isClosed ? t`none` : besideWords[beside]}`}
              {therapy && <small>{startWords(therapy.when)}</small>}
            </span>
          </p>
        </>
      )}
    </li>
  );
}

/** Filled is given, outlined is to come: the medicine in ink, as everywhere. */
function Glyph({ state }: { state: MarkState }) {
  const isOpen = state === "open" || state === "missed";
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <circle
        cx="16"
        cy="16"
        r={state === "next" ? 13 : 12}
        className={state === "given" ? "is-filled" : "is-outline"}
        strokeWidth={state === "next" ? 4 : 2}
        strokeDasharray={isOpen ? "4 4" : "none"}
      />
      {state === "under_way" && <path d="M16 4a12 12 0 0 1 0 24z" className="is-filled" />}
      {state === "missed" && <path d="M16 8v10M16 22v2" className="is-outline" strokeWidth="3" />}
    </svg>
  );
}

function BesideGlyph({ state }: { state: BesideState }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      {state === "attended" && <path d="M2 2h12v12H2z" className="is-filled" />}
      {(state === "planned" || state === "conflict" || state === "not_attended") && (
        <path d="M2 2h12v12H2z" className="is-outline" strokeWidth="2" />
      )}
      {state === "conflict" && <path d="M8 4v5M8 11v1.5" className="is-outline" strokeWidth="2" />}
      {state === "not_attended" && <path d="M4 4l8 8M12 4l-8 8" className="is-outline" strokeWidth="2" />}
      {(state === "declined" || state === "referred" || state === "none") && (
        <path d="M3 8h10" className="is-outline" strokeWidth="2" />
      )}
    </svg>
  );
}
