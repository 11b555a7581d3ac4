import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { useDraft } from "../care/useDraft";
import type { SessionView } from "../live/contract";
import { useClock } from "../live/LiveContext";
import { useSend, useSignedIn } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { span } from "../ui/format";
import { Icon } from "../ui/Icon";
import { useWhen, WhenField } from "../ui/When";
import { WordsNotice } from "../wording/WordsNotice";
import type { DischargeItem, DischargeNeed } from "./contract";
import { needWords } from "./words";

/** What the protocol asks for before the discharge, each met or open. The server decides; this is how it stands. */
export function DischargePanel({ session }: { session: SessionView }) {
  const { discharge } = session.after;
  const open = useClock((nowMs) => discharge?.filter((item) => !isMet(item, nowMs)).length ?? 0);
  return (
    <section className="panel" aria-labelledby="discharge-title">
      <h2 id="discharge-title">{t`Before the discharge`}</h2>
      {discharge === null ? (
        <p className="note">{t`This protocol asks for nothing before the discharge.`}</p>
      ) : (
        <>
          <p className="note" role="status">
            {open === 0 ? t`Everything is there: discharge.` : t`${open} of ${discharge.length} still open.`}
          </p>
          <ul className="gate">
            {discharge.map((item) => (
              <Item key={item.need ?? `${item.code} ${item.at} ${item.why}`} session={session.id} item={item} />
            ))}
          </ul>
        </>
      )}
      <InSpite session={session} isOpen={open > 0} />
      <Leaving session={session.id} />
    </section>
  );
}

/** Answered by a physician, never let go. */
const safetyTaskCode = "safety-task";

/** The time passes without a word of the server. */
const isMet = (item: DischargeItem, nowMs: number): boolean =>
  item.metFrom === null ? item.isMet : nowMs >= Date.parse(item.metFrom);

function Item({ session, item }: { session: string; item: DischargeItem }) {
  const met = useClock((nowMs) => isMet(item, nowMs));
  const left = useClock((nowMs) => (item.metFrom === null ? null : span(Date.parse(item.metFrom) - nowMs)));
  const why = item.metFrom !== null ? (met ? null : t`${left ?? "–"} left`) : item.why;
  return (
    <li className={met ? "is-met" : "is-open"}>
      <Icon name={met ? "check" : item.metFrom !== null ? "clock" : "close"} />
      <div>
        <p>
          <b>{met ? t`Met` : t`Open`}</b>: {item.words}
          {why !== null && why !== item.words && <span className="note"> {why}</span>}
          {item.at !== null && (
            <span className="note">
              {" "}
              {item.code === "time" ? t`since` : t`seen`} <ClockTime at={item.at} />
            </span>
          )}
        </p>
        {item.code === safetyTaskCode && !met && <Link to="/safety-tasks">{t`Answer it: a physician`}</Link>}
        {item.need !== null && <Answers session={session} need={item.need} isFilled={met} />}
      </div>
    </li>
  );
}

function Answers({ session, need, isFilled }: { session: string; need: DischargeNeed; isFilled: boolean }) {
  const send = useSend();
  const draft = useDraft(`need:${session}:${need}`);
  const when = useWhen(draft.of("when"));
  const [asked, setAsked] = useState(false);
  const words = needWords[need];
  if (isFilled && !asked) {
    return (
      <button type="button" className="btn" onClick={() => setAsked(true)}>
        <Trans>
          Chart again<span className="vh">: {words.met}</span>
        </Trans>
      </button>
    );
  }
  const note = draft.of("note").trim();
  const chart = async (isMet: boolean) => {
    const named = note !== "" && (need === "escort_present" || !isMet) ? { note } : {};
    const done = await send(session, { type: "chart_discharge_need", need, isMet, ...named, ...when.at });
    if (done) {
      draft.clear();
      setAsked(false);
    }
  };
  return (
    <div className="care-form">
      {words.note && (
        <label>
          <span>{words.note}</span>
          <input
            autoComplete="off"
            value={draft.of("note")}
            onChange={(event) => draft.set("note", event.currentTarget.value)}
          />
        </label>
      )}
      {words.note && <WordsNotice text={draft.of("note")} />}
      {draft.of("late") === "yes" && <WhenField when={when} change={(text) => draft.set("when", text)} />}
      <div className="actions">
        <button
          type="button"
          className="btn"
          disabled={when.isWrong || (need === "escort_present" && note === "")}
          onClick={() => void chart(true)}
        >
          {words.met}
        </button>
        {words.notMet && (
          <button type="button" className="btn" disabled={when.isWrong} onClick={() => void chart(false)}>
            {words.notMet}
          </button>
        )}
        {draft.of("late") !== "yes" && (
          <button type="button" className="btn" onClick={() => draft.set("late", "yes")}>
            <Trans>
              Earlier<span className="vh">: {words.met}</span>
            </Trans>
          </button>
        )}
      </div>
    </div>
  );
}

function InSpite({ session, isOpen }: { session: SessionView; isOpen: boolean }) {
  const { me } = useSignedIn();
  if (!isOpen || session.after.discharge === null) return null;
  if (session.after.safetyTasks.some((task) => task.answeredAt === null)) {
    return (
      <p className="note">{t`A safety task is open: nobody discharges in spite of it, a physician answers it.`}</p>
    );
  }
  if (!session.after.mayBeOverridden) {
    return <p className="note">{t`This protocol lets nobody discharge before everything is there.`}</p>;
  }
  return me.roles.includes("physician") ? (
    <Reasoned session={session.id} type="discharge_in_spite" title={t`Discharge in spite of what is open`} />
  ) : (
    <p className="note">{t`A physician may discharge in spite of what is open, with a reason.`}</p>
  );
}

const Leaving = ({ session }: { session: string }) => (
  <Reasoned session={session} type="leave_against_advice" title={t`Patient leaves against advice`} />
);

interface ReasonedProps {
  session: string;
  type: "discharge_in_spite" | "leave_against_advice";
  title: string;
}

/** Opened by a touch, done by a second one with a reason. */
function Reasoned({ session, type, title }: ReasonedProps) {
  const send = useSend();
  const draft = useDraft(`${type}:${session}`);
  const reason = draft.of("reason").trim();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (reason !== "" && (await send(session, { type, reason }))) draft.clear();
  };
  return (
    <details className="after-more">
      <summary className="btn">{title}</summary>
      <form className="care-form" onSubmit={submit}>
        <label>
          <span>{t`Reason`}</span>
          <textarea
            rows={2}
            value={draft.of("reason")}
            onChange={(event) => draft.set("reason", event.currentTarget.value)}
          />
        </label>
        <WordsNotice text={draft.of("reason")} />
        <button type="submit" className="btn btn--tall" disabled={reason === ""}>
          {t`Chart: ${title.charAt(0).toLowerCase() + title.slice(1)}`}
        </button>
      </form>
    </details>
  );
}
