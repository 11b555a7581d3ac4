import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { useDraft } from "../care/useDraft";
import { useTimeZone } from "../live/LiveContext";
import { useSend } from "../session/SessionContext";
import { instantIn } from "../ui/format";
import { WordsNotice } from "../wording/WordsNotice";
import type { Association, SessionLine, Whose } from "./contract";
import { usePreview, useSessionLines } from "./queries";
import { previewWords, sessionWords, wallClock } from "./words";

const nobody = "nobody";

/** Where the device belongs instead, from when to when, and why; what would move is shown before anything does. */
export function CorrectionForm({ session, of, done }: { session: string; of: Association; done: () => void }) {
  const timeZone = useTimeZone();
  const { data: sessions } = useSessionLines();
  const send = useSend();
  const draft = useDraft(`correction:${session}:${of.device}:${of.from}`);
  const [refused, setRefused] = useState(false);
  const target = draft.of("target");
  const reason = draft.of("reason").trim();
  const from = bound(draft.of("from"), of.from, timeZone);
  const to = bound(draft.of("to"), of.to, timeZone);
  const whose: Whose | null =
    target === "" || from === undefined || from === null || to === undefined
      ? null
      : { device: of.device, from, to, fromSession: session, toSession: target === nobody ? null : target };
  const { data: preview, isFetching, error } = usePreview(whose);
  const may = whose !== null && !isFetching && preview !== undefined && preview.refusedCode === null && reason !== "";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!may) return;
    const sent = await send(session, { type: "correct_association", ...whose, reason });
    if (sent) {
      draft.clear();
      done();
    }
    setRefused(!sent);
  };

  return (
    <form className="correction-form" onSubmit={submit} aria-label={t`Correct ${of.device}`}>
      <div className="sheet-tools">
        <label>
          {t`Belongs to`}
          <select value={target} onChange={(event) => draft.set("target", event.currentTarget.value)}>
            <option value="">{t`Choose`}</option>
            {others(sessions, session).map((line) => (
              <option key={line.id} value={line.id}>
                {sessionWords(line, timeZone)}
              </option>
            ))}
            <option value={nobody}>{t`Nobody`}</option>
          </select>
        </label>
        <TimeField label={t`From`} name="from" fallback={of.from} timeZone={timeZone} draft={draft} />
        <TimeField label={t`To`} name="to" fallback={of.to} timeZone={timeZone} draft={draft} />
      </div>
      {of.to === null && draft.of("to") === "" && (
        <p className="note">{t`With no end it is attached there from now on. With an end it stays here after it.`}</p>
      )}
      <label>
        {t`Why`}
        <textarea
          rows={2}
          maxLength={4000}
          value={draft.of("reason")}
          onChange={(event) => draft.set("reason", event.currentTarget.value)}
        />
      </label>
      <WordsNotice text={draft.of("reason")} />
      <p role="status">
        {error && t`What would move could not be read: ${error.message}`}
        {!error && whose === null && t`Choose where it belongs, and a time.`}
        {whose !== null && isFetching && t`Counting what would move.`}
        {whose !== null && !isFetching && preview && (preview.refusedReason ?? previewWords(preview))}
      </p>
      <p className="note">
        {t`Alarms that sounded stay on the chart and are marked. What would have sounded on the right chart is listed there and does not sound now.`}
      </p>
      <div className="actions">
        <button type="submit" className="btn btn--tall" disabled={!may}>
          {t`Correct`}
        </button>
        <button type="button" className="btn btn--tall" onClick={done}>
          {t`Cancel`}
        </button>
      </div>
      {refused && <p className="note">{t`Not corrected. What was typed is still here.`}</p>}
    </form>
  );
}

interface TimeFieldProps {
  label: string;
  name: string;
  fallback: string | null;
  timeZone: string;
  draft: ReturnType<typeof useDraft>;
}

const TimeField = ({ label, name, fallback, timeZone, draft }: TimeFieldProps) => (
  <label>
    {label}
    <input
      type="datetime-local"
      step={1}
      value={draft.of(name) || (fallback === null ? "" : wallClock(fallback, timeZone))}
      onChange={(event) => draft.set(name, event.currentTarget.value)}
    />
  </label>
);

/** Untouched it is exactly as charted, to the microsecond. undefined: it is no time. */
function bound(text: string, charted: string | null, timeZone: string): string | null | undefined {
  if (text === "" || (charted !== null && text === wallClock(charted, timeZone))) return charted;
  return instantIn(timeZone, text) ?? undefined;
}

const others = (sessions: SessionLine[] | undefined, session: string) =>
  (sessions ?? []).filter((line) => line.id !== session);
