import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { useTimeZone } from "../../live/LiveContext";
import { useNames } from "../../session/queries";
import { calendarDay } from "../../ui/format";
import type { Offer, OfferAnswer, OfferGiven, Plan } from "../contract";
import { addDays, dayWords, startWords } from "../days";
import { usePlanCommand } from "../queries";
import { Refusal } from "../Refusal";
import { answerWords, offerWords } from "../words";
import { answerOf } from "./series";

interface Props {
  plan: Plan;
  mayPlan: boolean;
  today: string;
}

/** What is offered and never imposed: each with its newest answer, and a new one. */
export function OfferPanel({ plan, mayPlan, today }: Props) {
  const report = usePlanCommand(plan.id);
  const mayAnswer = mayPlan && plan.closed === null;
  const offers: Offer[] = ["talk_therapy"];
  if (plan.isPain) offers.push("mental_health_assessment");
  else if (plan.painReported) offers.push("pain_assessment");
  return (
    <>
      <div className="pw-offers">
        {offers.map((what) => (
          <OfferSheet key={what} plan={plan} what={what} today={today} mayAnswer={mayAnswer} />
        ))}
      </div>
      {mayAnswer && !plan.isPain && !plan.painReported && (
        <button
          type="button"
          className="btn btn--tall"
          disabled={report.isPending}
          onClick={() => report.mutate({ type: "report_pain" })}
        >
          {t`The patient reports pain`}
        </button>
      )}
      {report.error && <Refusal error={report.error} />}
    </>
  );
}

function OfferSheet({ plan, what, today, mayAnswer }: Omit<Props, "mayPlan"> & { what: Offer; mayAnswer: boolean }) {
  const general = answerOf(plan, what);
  const single = plan.infusions.flatMap((infusion) => {
    const answer = answerOf(plan, what, infusion.id);
    return answer ? [{ infusion, answer }] : [];
  });
  return (
    <article className="pw-offer" aria-label={offerWords[what]}>
      <h3>{offerWords[what]}</h3>
      <p>
        <AnswerWords answer={general} />
      </p>
      {single.map(({ infusion, answer }) => (
        <p key={infusion.id}>
          <Trans>
            After infusion {infusion.number ?? startWords(infusion.when)}: <AnswerWords answer={answer} />
          </Trans>
        </p>
      ))}
      {mayAnswer && <AnswerForm plan={plan} what={what} today={today} isFirst={general === undefined} />}
    </article>
  );
}

function AnswerWords({ answer }: { answer: OfferGiven | undefined }) {
  const timeZone = useTimeZone();
  const nameOf = useNames();
  if (!answer) return t`Not offered yet.`;
  return (
    <>
      <b>{answerWords[answer.answer]}</b>
      {answer.askAgainOn && t`, ask again on ${dayWords(answer.askAgainOn)}`}
      {answer.referredTo && t`, to ${answer.referredTo}`}
      <small className="note">
        {" "}
        {calendarDay(answer.at, timeZone)}, {nameOf(answer.by)}
      </small>
    </>
  );
}

const fourWeeks = 28;

function AnswerForm({ plan, what, today, isFirst }: { plan: Plan; what: Offer; today: string; isFirst: boolean }) {
  const [answer, setAnswer] = useState<OfferAnswer | "">("");
  const [infusion, setInfusion] = useState("");
  const [askAgainOn, setAskAgainOn] = useState(addDays(today, fourWeeks));
  const [referredTo, setReferredTo] = useState("");
  const command = usePlanCommand(plan.id);
  const standing = plan.infusions.filter((each) => each.standing !== "cancelled");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (answer === "") return;
    command.mutate(
      {
        type: "answer_offer",
        what,
        answer,
        infusion: infusion || null,
        askAgainOn: answer === "declined" ? askAgainOn : null,
        referredTo: answer === "referred" ? referredTo.trim() : null,
      },
      { onSuccess: () => setAnswer("") },
    );
  };
  const isReady =
    answer !== "" &&
    (answer !== "declined" || askAgainOn !== "") &&
    (answer !== "referred" || referredTo.trim() !== "") &&
    !command.isPending;
  return (
    <details className="pw-cancel" open={isFirst}>
      <summary className="btn">{isFirst ? t`Record the answer` : t`Record a new answer`}</summary>
      <form className="pw-form" onSubmit={submit} aria-label={t`Answer on ${offerWords[what].toLowerCase()}`}>
        <div className="pw-choices">
          {(["accepted", "declined", "referred", "offered"] as const).map((each) => (
            <button
              key={each}
              type="button"
              className="btn btn--tall"
              aria-pressed={answer === each}
              onClick={() => setAnswer(each)}
            >
              {answerWords[each]}
            </button>
          ))}
        </div>
        <div className="pw-fields">
          {what === "talk_therapy" && standing.length > 0 && (
            <label>
              <span>{t`For`}</span>
              <select value={infusion} onChange={(event) => setInfusion(event.target.value)}>
                <option value="">{t`the plan`}</option>
                {standing.map((each) => (
                  <option key={each.id} value={each.id}>
                    {t`infusion ${each.number ?? ""} of ${startWords(each.when)}`}
                  </option>
                ))}
              </select>
            </label>
          )}
          {answer === "declined" && (
            <label>
              <span>{t`Ask again on`}</span>
              <input
                type="date"
                min={addDays(today, 1)}
                value={askAgainOn}
                onChange={(event) => setAskAgainOn(event.target.value)}
              />
            </label>
          )}
          {answer === "referred" && (
            <label>
              <span>{t`Referred to`}</span>
              <input value={referredTo} onChange={(event) => setReferredTo(event.target.value)} />
            </label>
          )}
        </div>
        <Refusal error={command.error} />
        <div className="actions">
          <button type="submit" className="btn btn--act" disabled={!isReady}>
            {t`Record`}
          </button>
        </div>
      </form>
    </details>
  );
}
