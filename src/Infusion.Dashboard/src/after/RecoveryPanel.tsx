import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { useDraft } from "../care/useDraft";
import type { SessionView } from "../live/contract";
import { useClock } from "../live/LiveContext";
import { useSend } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { dueText, observationWords } from "../ui/due";
import { age } from "../ui/format";
import { useWhen, WhenField } from "../ui/When";
import type { AfterView, RecoveryScale, RecoveryScaleInfo } from "./contract";
import { useVocabulary } from "./queries";

/** Readiness to go home by a scale: five lines of 0 to 2. Nothing is chosen beforehand. */
export function RecoveryPanel({ session }: { session: SessionView }) {
  const { after } = session;
  const { data: vocabulary, error } = useVocabulary();
  const [chosen, setChosen] = useState<RecoveryScale | null>(null);
  const scales = vocabulary?.recoveryScales ?? [];
  const scale = scales.find((each) => each.scale === (chosen ?? after.scale)) ?? scales[0];
  return (
    <section className="panel" aria-labelledby="recovery-title">
      <h2 id="recovery-title">{t`Recovery score`}</h2>
      <Due session={session} />
      <ul className="care-list">
        {after.scores.map((score) => (
          <Scored key={score.scale} score={score} scales={scales} />
        ))}
      </ul>
      {error && <p className="notice">{t`The scales could not be read: ${error.message}`}</p>}
      {scale && (
        <>
          <fieldset className="actions after-scales">
            <legend className="vh">{t`Scale`}</legend>
            {scales.map((each) => (
              <button
                key={each.scale}
                type="button"
                className="btn"
                aria-pressed={each === scale}
                onClick={() => setChosen(each.scale)}
              >
                {each.label}
              </button>
            ))}
          </fieldset>
          {after.scale === scale.scale && after.threshold !== null && (
            <p className="note">{t`The protocol asks for ${after.threshold} of 10 by this scale before the discharge.`}</p>
          )}
          <ScoreForm key={scale.scale} session={session.id} scale={scale} />
        </>
      )}
    </section>
  );
}

function Due({ session }: { session: SessionView }) {
  const text = useClock((nowMs) =>
    session.due.map((due) => `${observationWords[due.what].toLowerCase()} ${dueText(due, nowMs)}`).join("; "),
  );
  return text === "" ? null : <p className="note">{t`Next in recovery: ${text}.`}</p>;
}

function Scored({ score, scales }: { score: AfterView["scores"][number]; scales: RecoveryScaleInfo[] }) {
  const ago = useClock((nowMs) => age(nowMs - Date.parse(score.at)));
  const items = scales.find((each) => each.scale === score.scale)?.items ?? [];
  return (
    <li>
      <Trans>
        <b>
          {score.total} of 10, {score.label}
        </b>
        , <ClockTime at={score.at} /> ({ago} ago), {score.by}
        <br />
        <span className="note">
          {score.items
            .map((each) => `${items.find((known) => known.item === each.item)?.label ?? each.item} ${each.score}`)
            .join(", ")}
        </span>
      </Trans>
    </li>
  );
}

function ScoreForm({ session, scale }: { session: string; scale: RecoveryScaleInfo }) {
  const send = useSend();
  const draft = useDraft(`recovery:${session}:${scale.scale}`);
  const when = useWhen(draft.of("when"));
  const [refused, setRefused] = useState(false);
  const open = scale.items.filter(({ item }) => draft.of(item) === "");
  const total = scale.items.reduce((sum, { item }) => sum + Number(draft.of(item)), 0);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (open.length > 0 || when.isWrong) return;
    const items = scale.items.map(({ item }) => ({ item, score: Number(draft.of(item)) }));
    const done = await send(session, { type: "score_recovery", scale: scale.scale, items, ...when.at });
    if (done) draft.clear();
    setRefused(!done);
  };

  return (
    <form className="care-form" onSubmit={submit}>
      {scale.items.map(({ item, label, answers }) => (
        <fieldset key={item} className="after-item">
          <legend>{label}</legend>
          {answers
            .map((_, i) => answers.length - 1 - i)
            .map((score) => (
              <button
                key={score}
                type="button"
                className="btn"
                aria-pressed={draft.of(item) === String(score)}
                onClick={() => draft.set(item, String(score))}
              >
                <b className="fig">{score}</b> <span>{answers[score]}</span>
              </button>
            ))}
        </fieldset>
      ))}
      <WhenField when={when} change={(text) => draft.set("when", text)} />
      <div className="actions">
        <button type="submit" className="btn btn--tall" disabled={open.length > 0 || when.isWrong}>
          {open.length > 0 ? t`Chart score` : t`Chart ${total} of 10`}
        </button>
        <span className="note" role="status">
          {refused
            ? t`Not charted. The answers are still here.`
            : open.length > 0
              ? t`Open: ${open.map(({ label }) => label).join(", ")}`
              : ""}
        </span>
      </div>
    </form>
  );
}
