import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useDraft } from "../../care/useDraft";
import { api } from "../../session/api";
import { newCommandId } from "../../session/commandId";
import { useSignedIn } from "../../session/SessionContext";
import { DayTime } from "../../ui/ClockTime";
import { instantIn } from "../../ui/format";
import { WordsNotice } from "../../wording/WordsNotice";
import type { EntryKind, SignOff } from "../contract";
import { useChartCommand } from "../queries";
import { dayTime, kindWords } from "../words";
import { clinicalRoles } from "./SignForm";

interface Props {
  signOff: SignOff;
  timeZone: string;
}

/** What was added after the session: beside what stands, never in its place. */
export function Entries({ signOff, timeZone }: Props) {
  const { me } = useSignedIn();
  const isClosed = signOff.obligations.every((each) => each.code !== "session-open");
  return (
    <>
      <h3 id="entries-title">{t`Added afterwards`}</h3>
      {signOff.entries.length === 0 && <p>{t`Nothing was added.`}</p>}
      {signOff.entries.length > 0 && (
        <ul aria-labelledby="entries-title">
          {signOff.entries.map((each) => (
            <li key={each.entry}>
              <p>
                <b>{kindWords[each.kind]}</b>: {each.text ?? t`erased`}
              </p>
              <p className="note">
                <Trans>
                  {each.name}, <DayTime at={each.at} seconds />
                  {each.happenedAt !== null && t`, of ${dayTime(each.happenedAt, timeZone)}`}. Reason:{" "}
                  {each.reason ?? t`erased`}
                </Trans>
              </p>
            </li>
          ))}
        </ul>
      )}
      {isClosed && me.roles.some((role) => clinicalRoles.includes(role)) && (
        <details>
          <summary className="btn">{t`Add to the chart`}</summary>
          <EntryForm session={signOff.session} timeZone={timeZone} />
        </details>
      )}
    </>
  );
}

interface EntryCommand {
  commandId: string;
  kind: EntryKind;
  text: string;
  reason: string;
  corrects: string | null;
  happenedAt: string | null;
  password: string;
}

function EntryForm({ session, timeZone }: { session: string; timeZone: string }) {
  const draft = useDraft(`chart-entry:${session}`);
  const [password, setPassword] = useState("");
  const [commandId, setCommandId] = useState(newCommandId);
  const add = useChartCommand<EntryCommand>(session, "entries");
  const kind = (draft.of("kind") || "addendum") as EntryKind;
  const [text, reason] = [draft.of("text").trim(), draft.of("reason").trim()];
  const corrects = kind === "correction" && draft.of("corrects") !== "" ? draft.of("corrects") : null;
  const happenedAt = kind === "late_entry" ? instantIn(timeZone, draft.of("when")) : null;
  const isReady = text !== "" && reason !== "" && password !== "" && (kind !== "late_entry" || happenedAt !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { commandId, kind, text, reason, corrects, happenedAt, password },
      {
        onSuccess: () => {
          draft.clear();
          setCommandId(newCommandId());
        },
        onSettled: () => setPassword(""),
      },
    );
  };
  return (
    <form onSubmit={submit} aria-label={t`Add to the chart`}>
      <fieldset>
        <legend>{t`What it is`}</legend>
        {(Object.keys(kindWords) as EntryKind[]).map((each) => (
          <label key={each} className="choice">
            <input type="radio" name="kind" checked={kind === each} onChange={() => draft.set("kind", each)} />
            <span>{kindWords[each]}</span>
          </label>
        ))}
      </fieldset>
      {kind === "late_entry" && (
        <label>
          <span>{t`When it was`}</span>
          <input
            type="datetime-local"
            value={draft.of("when")}
            onChange={(event) => draft.set("when", event.currentTarget.value)}
          />
        </label>
      )}
      {kind === "correction" && (
        <Corrected session={session} value={draft.of("corrects")} change={(event) => draft.set("corrects", event)} />
      )}
      <label>
        <span>{t`Text`}</span>
        <textarea
          rows={3}
          value={draft.of("text")}
          onChange={(event) => draft.set("text", event.currentTarget.value)}
        />
      </label>
      <WordsNotice text={draft.of("text")} />
      <label>
        <span>{t`Reason for adding it now`}</span>
        <textarea
          rows={2}
          value={draft.of("reason")}
          onChange={(event) => draft.set("reason", event.currentTarget.value)}
        />
      </label>
      <WordsNotice text={draft.of("reason")} />
      <PasswordInput
        label={t`Your password, to sign what you add`}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <button type="submit" className="btn btn--act" disabled={!isReady || add.isPending}>
        {t`Add and sign`}
      </button>
      {add.error && <p role="alert">{t`${add.error.message} What was typed is still here, without the password.`}</p>}
    </form>
  );
}

interface CorrectedProps {
  session: string;
  value: string;
  change: (event: string) => void;
}

/** What is wrong: it stays where it is, and the correction names it. */
function Corrected({ session, value, change }: CorrectedProps) {
  const { clinic } = useSignedIn();
  const { data } = useQuery({
    queryKey: ["chart-events", clinic, session],
    queryFn: ({ signal }) => api.events(clinic, session, signal),
  });
  return (
    <label>
      <span>{t`What is corrected`}</span>
      <select value={value} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">{t`Nothing by itself`}</option>
        {data?.map((each) => (
          <option key={each.id} value={each.id}>
            <DayTime at={each.at} seconds /> {each.text}
          </option>
        ))}
      </select>
    </label>
  );
}
