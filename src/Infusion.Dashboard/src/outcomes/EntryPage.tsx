import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./outcomes.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { newCommandId } from "../session/commandId";
import { useSignedIn } from "../session/SessionContext";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { outcomes } from "./api";
import type { Answer, Instrument, Outcomes } from "./contract";
import { Questions } from "./Questions";
import { useOutcomes } from "./queries";
import { day, safetyWords, totalText } from "./words";

/** What staff enter: the answers of one instrument, from paper or from an interview. */
export default function EntryPage() {
  const { patient = "" } = useParams();
  const query = useOutcomes(patient);
  const { data } = query;
  const [search, setSearch] = useSearchParams();
  const chosen = data?.series.find((each) => each.instrument.instrument === search.get("instrument"));
  return (
    <Page title={t`Enter scores`} className="sheets outcomes">
      <Reading query={query} what={t`The patient`} />
      {data && (
        <>
          <section aria-labelledby="entry-who">
            <h2 id="entry-who">{data.name}</h2>
            <form className="sheet-tools" aria-label={t`Which instrument`} onSubmit={(event) => event.preventDefault()}>
              <label>
                {t`Instrument`}
                <select
                  value={chosen?.instrument.instrument ?? ""}
                  onChange={(event) => setSearch({ instrument: event.currentTarget.value }, { replace: true })}
                >
                  <option value="">{t`Choose`}</option>
                  {data.series.map(({ instrument }) => (
                    <option key={instrument.instrument} value={instrument.instrument}>
                      {instrument.name}: {instrument.about}
                    </option>
                  ))}
                </select>
              </label>
              <Link className="btn" to={`/patients/${encodeURIComponent(patient)}/outcomes`}>
                {t`Scores of the patient`}
              </Link>
            </form>
          </section>
          {chosen && (
            <Entry
              key={chosen.instrument.instrument}
              instrument={chosen.instrument}
              nextFrom={chosen.nextFrom}
              patient={data}
            />
          )}
        </>
      )}
    </Page>
  );
}

interface EntryProps {
  instrument: Instrument;
  nextFrom: string;
  patient: Outcomes;
}

function Entry({ instrument, nextFrom, patient }: EntryProps) {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [answers, setAnswers] = useState<Answer[]>(() => instrument.items.map(() => null));
  const [on, setOn] = useState(patient.today);
  const [commandId, setCommandId] = useState(newCommandId);
  const [state, setState] = useState<{ kind: "open" | "sending" } | { kind: "refused"; why: string }>({ kind: "open" });
  const missing = answers.filter((answer) => answer === null).length;

  const change = (index: number, answer: Answer) =>
    setAnswers((before) => before.map((each, at) => (at === index ? answer : each)));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ kind: "sending" });
    try {
      await outcomes.record(clinic, patient.patient, {
        commandId,
        instrument: instrument.instrument,
        items: answers,
        on,
      });
    } catch (problem) {
      // What was refused was not kept, so the next try is another one.
      setCommandId(newCommandId());
      setState({ kind: "refused", why: problem instanceof Error ? problem.message : t`no answer` });
      return;
    }
    await queries.invalidateQueries({ queryKey: ["outcomes", clinic, patient.patient] });
    await queries.invalidateQueries({ queryKey: ["safety-tasks", clinic] });
    await navigate(`/patients/${encodeURIComponent(patient.patient)}/outcomes`);
  };

  return (
    <section aria-labelledby="entry-title">
      <h2 id="entry-title">{instrument.name}</h2>
      <p className="question-head">{instrument.question}</p>
      {!instrument.isWordingShipped && <p className="notice">{instrument.licence}</p>}
      {nextFrom > patient.today && (
        <p className="notice" role="status">
          {t`It was answered within the last days: from ${day(nextFrom)} on it works again.`}
        </p>
      )}
      <form className="entry" onSubmit={submit}>
        <Questions instrument={instrument} answers={answers} change={change} name={instrument.instrument} />
        <label className="entry-day">
          {t`Answered on`}
          <input
            type="date"
            required
            max={patient.today}
            value={on}
            onChange={(event) => setOn(event.currentTarget.value)}
          />
        </label>
        <LiveScore instrument={instrument} answers={answers} />
        <div className="actions">
          <button
            type="submit"
            className="btn btn--act"
            disabled={missing === answers.length || state.kind === "sending" || on === ""}
          >
            {state.kind === "sending" ? t`Sending` : missing > 0 ? t`Enter with ${missing} not answered` : t`Enter`}
          </button>
          <span role={state.kind === "refused" ? "alert" : "status"}>
            {state.kind === "refused" ? t`Not entered: ${state.why}` : instrument.validity}
          </span>
        </div>
      </form>
    </section>
  );
}

/** Only once everything is answered that is asked: half a sum would be read as one. */
function LiveScore({ instrument, answers }: { instrument: Instrument; answers: Answer[] }) {
  const { clinic } = useSignedIn();
  const some = answers.some((answer) => answer !== null);
  const { data: score, error } = useQuery({
    queryKey: ["score", instrument.instrument, answers],
    queryFn: ({ signal }) => outcomes.score(clinic, instrument.instrument, answers, signal),
    enabled: some,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const missing = score?.missing ?? answers.length;
  return (
    <div className="live-score" role="status" aria-live="polite">
      {error ? (
        <p>{error.message}</p>
      ) : !score || missing > 0 ? (
        <p>
          {some && score ? t`${missing} still to be answered.` : t`The score is shown when everything is answered.`}
          {score?.safety && score.safety !== "not_answered" && <b className="safety"> {safetyWords[score.safety]}</b>}
        </p>
      ) : (
        <>
          <p>
            <Trans>
              {instrument.totalLabel}: <b>{totalText(score)}</b> of {instrument.highest}
            </Trans>
            {score.band && <>, {score.band}</>}
          </p>
          {score.parts.length > 0 && (
            <p>
              {score.parts.map((part) => t`${part.label} ${part.value ?? t`not valid`} of ${part.highest}`).join("; ")}
            </p>
          )}
          {score.finding && <p>{score.finding}</p>}
          {score.safety && <p className="safety">{safetyWords[score.safety]}</p>}
        </>
      )}
    </div>
  );
}
