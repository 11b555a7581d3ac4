import { t } from "@lingui/core/macro";
import { useState } from "react";
import type { Due, ManualObservation, SessionView } from "../live/contract";
import { useClock, useIsCut } from "../live/LiveContext";
import { useSend } from "../session/SessionContext";
import { dueState, dueText, observationWords, type Scale, scalesOf } from "../ui/due";
import { useWhen, WhenField } from "../ui/When";

const manual = Object.keys(scalesOf) as ManualObservation[];

/** What is due when, and one tap for each score. */
export function Observations({ session }: { session: SessionView }) {
  const first = session.due.find((due) => due.what in scalesOf)?.what as ManualObservation | undefined;
  const [chosen, setChosen] = useState<ManualObservation | null>(null);
  const what = chosen ?? first ?? "sedation";
  const watched = ["checked_in", "ready", "infusing", "paused", "recovery"].includes(session.phase);
  if (!watched) return null;
  return (
    <section className="panel" aria-labelledby="observations-title">
      <h2 id="observations-title">{t`Observations`}</h2>
      {session.due.length > 0 && (
        <ul className="dues">
          {session.due.map((due) => (
            <DueLine key={due.what} due={due} />
          ))}
        </ul>
      )}
      <div className="actions">
        {manual.map((each) => (
          <button key={each} type="button" className="btn" aria-pressed={each === what} onClick={() => setChosen(each)}>
            {observationWords[each]}
          </button>
        ))}
      </div>
      <Scores key={what} session={session.id} what={what} />
    </section>
  );
}

function DueLine({ due }: { due: Due }) {
  const cut = useIsCut();
  const text = useClock((nowMs) => dueText(due, nowMs));
  const state = useClock((nowMs) => dueState(due, nowMs));
  return (
    <li className={`next-due is-${state}`}>
      <span>{observationWords[due.what]}</span> <b>{cut ? t`not known now` : text}</b>
    </li>
  );
}

function Scores({ session, what }: { session: string; what: ManualObservation }) {
  const send = useSend();
  const [time, setTime] = useState("");
  const when = useWhen(time);
  const scales = scalesOf[what];
  const [scale, setScale] = useState<Scale | undefined>(scales[0]);
  if (!scale) return null;
  const scores = Array.from({ length: scale.highest - scale.lowest + 1 }, (_, i) => scale.lowest + i);
  return (
    <>
      {scales.length > 1 && (
        <div className="actions">
          {scales.map((each) => (
            <button
              key={each.scale}
              type="button"
              className="btn"
              aria-pressed={each === scale}
              onClick={() => setScale(each)}
            >
              {each.label}
            </button>
          ))}
        </div>
      )}
      <fieldset className="scores">
        <legend>
          {observationWords[what]}, {scale.label}: {scale.ends}
        </legend>
        {scores.map((score) => (
          <button
            key={score}
            type="button"
            className="btn fig"
            disabled={when.isWrong}
            onClick={() =>
              void send(session, { type: "chart_observation", what, scale: scale.scale, score, ...when.at }).then(
                (done) => done && setTime(""),
              )
            }
          >
            {score}
          </button>
        ))}
      </fieldset>
      <div className="care-form">
        <WhenField when={when} label={t`Seen at`} change={setTime} />
      </div>
    </>
  );
}
