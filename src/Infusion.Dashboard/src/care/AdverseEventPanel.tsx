import type { FormEvent } from "react";
import type { SessionView } from "../live/contract";
import { useSend } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { useWhen, WhenField } from "../ui/When";
import { useDraft } from "./useDraft";
import { adverseEvents, entries, outcomeWords, spaced } from "./words";

const grades = ["1 mild", "2 moderate", "3 severe", "4 life-threatening", "5 death"];

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
      <h2 id="adverse-title">Adverse events</h2>
      <ul className="care-list">
        {session.care.adverseEvents.map((each) => (
          <li key={each.id}>
            {spaced(each.code)}, grade {each.grade}, since <ClockTime at={each.onset} />
            {each.outcome ? (
              <>: {outcomeWords[each.outcome].toLowerCase()}</>
            ) : (
              <select
                aria-label={`Outcome of ${spaced(each.code).toLowerCase()}`}
                value=""
                onChange={(event) => {
                  const outcome = entries(outcomeWords).find(([known]) => known === event.currentTarget.value)?.[0];
                  if (outcome)
                    void send(session.id, { type: "chart_adverse_event_outcome", adverseEvent: each.id, outcome });
                }}
              >
                <option value="">Outcome</option>
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
          <span>What</span>
          <select value={code} onChange={(event) => draft.set("code", event.currentTarget.value)}>
            <option value="">Choose</option>
            {adverseEvents.map((each) => (
              <option key={each} value={each}>
                {spaced(each)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Grade</span>
          <select value={grade} onChange={(event) => draft.set("grade", event.currentTarget.value)}>
            <option value="">Choose</option>
            {grades.map((words) => (
              <option key={words} value={words.charAt(0)}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <WhenField when={when} label="Since" change={(text) => draft.set("when", text)} />
        <button type="submit" className="btn btn--tall" disabled={code === "" || grade === "" || when.isWrong}>
          Chart event
        </button>
      </form>
    </section>
  );
}
