import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, type ReactNode, useState } from "react";
import { Link } from "react-router";
import { useDraft } from "../../care/useDraft";
import { entries } from "../../care/words";
import { useTimeZone } from "../../live/LiveContext";
import { protocolPath } from "../../session/paths";
import { useNames } from "../../session/queries";
import { calendarDay } from "../../ui/format";
import type { Plan } from "../contract";
import { daysWords } from "../days";
import { usePlanCommand } from "../queries";
import { Refusal } from "../Refusal";
import { endWords, reviewWords } from "../words";

/** What the plan says of itself: for what, how many, how far apart, when to look again and when to stop. */
export function Rules({ plan }: { plan: Plan }) {
  const timeZone = useTimeZone();
  const nameOf = useNames();
  const { terms, gaps } = plan;
  const isDue = (code: string) => gaps.some((gap) => gap.code === code);
  return (
    <>
      <dl className="sheet-facts">
        <Fact name={t`Indication`}>
          {plan.indicationName} <small>{terms.icd10}</small>
        </Fact>
        <Fact name={t`Protocol`}>
          <Link to={protocolPath(terms.protocol, terms.protocolVersion)}>
            {t`${terms.protocol}, version ${terms.protocolVersion}`}
          </Link>
        </Fact>
        <Fact name={t`Series`}>
          {t`${terms.infusions} infusions, ${terms.minDaysBetween} to ${daysWords(terms.maxDaysBetween)} apart`}
        </Fact>
        <Fact name={t`Boosters`}>
          {terms.boosters === 0
            ? t`none`
            : `${terms.boosters}${terms.boosterEveryDays === null ? t`, as it comes` : t`, ${daysWords(terms.boosterEveryDays)} apart`}`}
        </Fact>
        <Fact name={t`Review`} isDue={isDue("review-due")}>
          {terms.reviewAfterInfusion === null
            ? t`the plan asks for none`
            : t`by a physician after infusion ${terms.reviewAfterInfusion}`}
        </Fact>
        <Fact name={t`Stop`} isDue={isDue("stop-rule")}>
          {terms.stopWithoutResponseAfterInfusion === null
            ? t`no such rule`
            : t`without a response by infusion ${terms.stopWithoutResponseAfterInfusion}`}
        </Fact>
        <Fact name={t`Opened`}>
          {calendarDay(plan.openedAt, timeZone)}, {nameOf(plan.openedBy)}
        </Fact>
        {plan.closed && (
          <Fact name={t`Closed`}>
            {endWords[plan.closed.end]}, {calendarDay(plan.closed.at, timeZone)}, {nameOf(plan.closed.by)}
            {plan.closed.note && <small>{plan.closed.note}</small>}
          </Fact>
        )}
      </dl>
      {plan.reviews.length > 0 && (
        <ul className="pw-gaps" aria-label={t`Reviews`}>
          {plan.reviews.map((review) => (
            <li key={review.at}>
              <b>{reviewWords[review.outcome]}</b>
              <span>
                {calendarDay(review.at, timeZone)}, {nameOf(review.by)}
                {review.note && `: ${review.note}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const Fact = ({ name, isDue = false, children }: { name: string; isDue?: boolean; children: ReactNode }) => (
  <div>
    <dt>
      {name} {isDue && <b className="pw-chip">{t`due`}</b>}
    </dt>
    <dd>{children}</dd>
  </div>
);

/** A physician looked at the outcomes and decided. */
export function ReviewForm({ plan }: { plan: Plan }) {
  const command = usePlanCommand(plan.id);
  return (
    <Decision
      form={`plan-review:${plan.id}`}
      title={t`Record a review`}
      words={entries(reviewWords)}
      send={(outcome, note, onSuccess) => command.mutate({ type: "review_plan", outcome, note }, { onSuccess })}
      error={command.error}
      isPending={command.isPending}
    />
  );
}

/** Nothing is left behind that nobody would look at: the server says what is still planned. */
export function CloseForm({ plan }: { plan: Plan }) {
  const command = usePlanCommand(plan.id);
  return (
    <Decision
      form={`plan-close:${plan.id}`}
      title={t`Close the plan`}
      words={entries(endWords)}
      send={(end, note, onSuccess) => command.mutate({ type: "close_plan", end, note }, { onSuccess })}
      error={command.error}
      isPending={command.isPending}
    />
  );
}

interface DecisionProps<T extends string> {
  /** Names its draft. */
  form: string;
  title: string;
  words: [T, string][];
  send: (chosen: T, note: string | null, taken: () => void) => void;
  error: Error | null;
  isPending: boolean;
}

function Decision<T extends string>({ form, title, words, send, error, isPending }: DecisionProps<T>) {
  const draft = useDraft(form);
  const chosen = words.find(([value]) => value === draft.of("chosen"))?.[0];
  // What was begun before a reload is not hidden after it.
  const [wasBegun] = useState(() => chosen !== undefined || draft.of("note") !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen !== undefined) send(chosen, draft.of("note").trim() || null, draft.clear);
  };
  return (
    <details className="pw-cancel" open={wasBegun}>
      <summary className="btn">{title}</summary>
      <form className="pw-form" onSubmit={submit} aria-label={title}>
        <div className="pw-choices">
          {words.map(([value, word]) => (
            <button
              key={value}
              type="button"
              className="btn btn--tall"
              aria-pressed={chosen === value}
              onClick={() => draft.set("chosen", value)}
            >
              {word}
            </button>
          ))}
        </div>
        <label>
          <span>
            <Trans>
              Note <small className="unit">may stay empty</small>
            </Trans>
          </span>
          <textarea rows={2} value={draft.of("note")} onChange={(event) => draft.set("note", event.target.value)} />
        </label>
        <Refusal error={error} />
        <div className="actions">
          <button type="submit" className="btn btn--act" disabled={chosen === undefined || isPending}>
            {title}
          </button>
        </div>
      </form>
    </details>
  );
}
