import { t } from "@lingui/core/macro";
import type { FormEvent } from "react";
import type { SessionView } from "../live/contract";
import { useSend } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { useWhen, WhenField } from "../ui/When";
import { numberOf, useDraft } from "./useDraft";
import { entries, medicationWords, rescueRouteWords, responseWords, unitWords, wordOf } from "./words";

/** Charts what was given. It orders nothing and gives nothing. */
export function RescuePanel({ session }: { session: SessionView }) {
  const send = useSend();
  const draft = useDraft(`rescue:${session.id}`);
  const when = useWhen(draft.of("when"));
  const medication = draft.of("medication");
  const dose = numberOf(draft.of("dose"));
  const unit = entries(unitWords).find(([each]) => each === draft.of("unit"))?.[0];
  const route = entries(rescueRouteWords).find(([each]) => each === draft.of("route"))?.[0];
  const name = draft.of("name").trim();
  const complete =
    !when.isWrong && medication !== "" && dose && unit && route && (medication !== "other" || name !== "");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!complete || !dose || !unit || !route) return;
    const named = medication === "other" ? { name } : {};
    if (await send(session.id, { type: "give_rescue", medication, dose, unit, route, ...named, ...when.at }))
      draft.clear();
  };

  const field = (label: string, key: string) => (
    <label>
      <span>{label}</span>
      <input
        autoComplete="off"
        inputMode={key === "dose" ? "decimal" : "text"}
        value={draft.of(key)}
        onChange={(event) => draft.set(key, event.currentTarget.value)}
      />
    </label>
  );
  const choice = (label: string, key: string, options: [string, string][]) => (
    <label>
      <span>{label}</span>
      <select value={draft.of(key)} onChange={(event) => draft.set(key, event.currentTarget.value)}>
        <option value="">{t`Choose`}</option>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );

  return (
    <section className="panel" aria-labelledby="rescue-title">
      <h2 id="rescue-title">{t`Rescue medication given`}</h2>
      <ul className="care-list">
        {session.care.rescues.map((each) => (
          <li key={each.id}>
            {wordOf(medicationWords, each.medication)} {each.dose} {unitWords[each.unit]} {rescueRouteWords[each.route]}
            , <ClockTime at={each.at} />
            {each.response ? (
              <>: {responseWords[each.response].toLowerCase()}</>
            ) : (
              <span className="actions">
                {entries(responseWords).map(([response, words]) => (
                  <button
                    key={response}
                    type="button"
                    className="btn"
                    onClick={() => void send(session.id, { type: "chart_rescue_response", rescue: each.id, response })}
                  >
                    {words}
                  </button>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
      <form className="care-form" onSubmit={submit}>
        {choice(t`Medication`, "medication", entries(medicationWords))}
        {medication === "other" && field(t`Its name`, "name")}
        {field(t`Dose`, "dose")}
        {choice(t`Unit`, "unit", entries(unitWords))}
        {choice(t`Route`, "route", entries(rescueRouteWords))}
        <WhenField when={when} label={t`Given at`} change={(text) => draft.set("when", text)} />
        <button type="submit" className="btn btn--tall" disabled={!complete}>
          {t`Chart as given`}
        </button>
      </form>
    </section>
  );
}
