import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { FormEvent } from "react";
import type { SessionView } from "../live/contract";
import { useSend } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { useWhen, WhenField } from "../ui/When";
import { useDraft } from "./useDraft";
import { adverseEventWords, entries, outcomeWords, wordOf } from "./words";

const grades = [t`1 mild`, t`2 moderate`, t`3 severe`, t`4 life-threatening`, t`5 death`];

export function AdverseEventPanel({ session }: { session: SessionView }) {
  const send = useSend();
  const draft = useDraft(`adverse:${session.id}`);
  const when = useWhen(draft.of("when"));
  const [code, grade] = [draft.of("code"), draft.of("grade")];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (code === "" || grade === "" || when.isWrong) return;
    const onset = when.at.at ? { onset: when.at.at } : {};
    if (await send(session.id, { type: "chart_adverse_event", code, grade: Number(grade), ...onset })) draft.clear();
  };

  return (
    <section className="panel" aria-labelledby="adverse-title">
      <h2 id="adverse-title">{t`Adverse events`}</h2>
      <ul className="care-list">
        {session.care.adverseEvents.map((each) => (
          <li key={each.id}>
            <Trans>
              {wordOf(adverseEventWords, each.code)}, grade {each.grade}, since <ClockTime at={each.onset} />
            </Trans>
            {each.outcome ? (
              <>: {outcomeWords[each.outcome].toLowerCase()}</>
            ) : (
              <select
                aria-label={t`Outcome of ${wordOf(adverseEventWords, each.code).toLowerCase()}`}
                value=""
                onChange={(event) => {
                  const outcome = entries(outcomeWords).find(([known]) => known === event.currentTarget.value)?.[0];
                  if (outcome)
                    void send(session.id, { type: "chart_adverse_event_outcome", adverseEvent: each.id, outcome });
                }}
              >
                <option value="">{t`Outcome`}</option>
                {entries(outcomeWords).map(([outcome, words]) => (
                  <option key={outcome} value={outcome}>
                    {words}
                  </option>
                ))}
              </select>
            )}
          </li>
        ))}
      </ul>
      <form className="care-form" onSubmit={submit}>
        <label>
          <span>{t`What`}</span>
          <select value={code} onChange={(event) => draft.set("code", event.currentTarget.value)}>
            <option value="">{t`Choose`}</option>
            {entries(adverseEventWords).map(([each, words]) => (
              <option key={each} value={each}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t`Grade`}</span>
          <select value={grade} onChange={(event) => draft.set("grade", event.currentTarget.value)}>
            <option value="">{t`Choose`}</option>
            {grades.map((words) => (
              <option key={words} value={words.charAt(0)}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <WhenField when={when} label={t`Since`} change={(text) => draft.set("when", text)} />
        <button type="submit" className="btn btn--tall" disabled={code === "" || grade === "" || when.isWrong}>
          {t`Chart event`}
        </button>
      </form>
    </section>
  );
}
