import { plural, t } from "@lingui/core/macro";
import "./whatif.css";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLive, useLiveStore } from "../live/LiveContext";
import { api } from "../session/api";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { calendarDay } from "../ui/format";
import { Page } from "../ui/Page";
import { instantsOf, lastDays, Period } from "../ui/Period";
import { Reading } from "../ui/Reading";
import { changesOf, noEdits } from "./edits";
import { LimitsTable } from "./LimitsTable";
import { SessionResult, Totals } from "./Results";
import { RunProgress } from "./RunProgress";
import { useWhatIf } from "./useWhatIf";

/** Recorded sessions under other limits: which alarms come, go, or move. Nothing here changes a limit in force. */
export default function WhatIfPage() {
  const facts = useLive((state) => state.clinic);
  return (
    <Page title={t`What if: other limits`} tab={t`What if`} className="sheets">
      {facts ? <WhatIf timeZone={facts.timeZone} /> : <p className="notice">{t`Waiting for the clinic.`}</p>}
    </Page>
  );
}

function WhatIf({ timeZone }: { timeZone: string }) {
  const { clinic } = useSignedIn();
  const store = useLiveStore();
  const [period, setPeriod] = useState(() => lastDays(7, store.ticker.nowMs, timeZone));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [protocolAt, setProtocolAt] = useState(0);
  const [edits, setEdits] = useState(noEdits);
  const { run, start, cancel } = useWhatIf(clinic);
  const instants = instantsOf(period, timeZone);
  const choices = useQuery({
    queryKey: ["what-if", clinic, instants?.from, instants?.to],
    queryFn: ({ signal }) => api.whatIfChoices(clinic, instants?.from ?? "", instants?.to ?? "", signal),
    enabled: instants !== null,
    placeholderData: keepPreviousData,
    retry: retryUnreachable,
  });
  const sessions = choices.data?.sessions ?? [];
  const chosen = sessions.filter(({ session }) => !left.has(session));
  const protocol = choices.data?.protocols[protocolAt];
  const limits = {
    changes: changesOf(protocol, edits),
    rules: edits.rulesOff.map((rule) => ({ rule, on: false })),
  };
  const isUnderWay = run.state === "running" || run.state === "waiting";
  const nothing = limits.changes.length + limits.rules.length === 0;

  return (
    <>
      <section aria-labelledby="what-if-sessions">
        <h2 id="what-if-sessions">{t`Sessions planned in a time`}</h2>
        <form className="sheet-tools" onSubmit={(event) => event.preventDefault()}>
          <Period period={period} change={setPeriod} timeZone={timeZone} />
        </form>
        {instants !== null && (
          <Reading
            query={choices}
            what={t`The sessions`}
            empty={choices.data && sessions.length === 0 ? t`No session was planned in this time.` : null}
          />
        )}
        {sessions.length > 0 && (
          <fieldset className="what-if-choices">
            <legend>{t`${chosen.length} of ${sessions.length} chosen`}</legend>
            {sessions.map(({ session, chair, initials, plannedAt, closedAt }) => (
              <label key={session}>
                <input
                  type="checkbox"
                  checked={!left.has(session)}
                  onChange={() =>
                    setLeft((before) => {
                      const after = new Set(before);
                      if (!after.delete(session)) after.add(session);
                      return after;
                    })
                  }
                />
                {chair} {initials ?? t`patient erased`}{" "}
                <span className="note">
                  {calendarDay(plannedAt, timeZone)} <ClockTime at={plannedAt} />
                  {closedAt === null && t`, open`}
                </span>
              </label>
            ))}
          </fieldset>
        )}
      </section>
      {choices.data && protocol && (
        <section aria-labelledby="what-if-limits">
          <h2 id="what-if-limits">{t`Limits to try`}</h2>
          <form className="sheet-tools" onSubmit={(event) => event.preventDefault()}>
            <label>
              {t`Begin from`}
              <select
                value={protocolAt}
                onChange={(event) => {
                  setProtocolAt(Number(event.target.value));
                  setEdits(noEdits);
                }}
              >
                {choices.data.protocols.map(({ protocol: id, version, name }, index) => (
                  <option key={`${id} ${version}`} value={index}>
                    {t`${name}, version ${version}`}
                  </option>
                ))}
              </select>
            </label>
            <p className="note">
              {t`A change is tried in every protocol that has such a limit. No limit in force is changed.`}
            </p>
          </form>
          <LimitsTable protocol={protocol} rules={choices.data.rules} edits={edits} change={setEdits} />
          <div className="sheet-tools">
            <button
              type="button"
              className="btn btn--act"
              disabled={isUnderWay || nothing || chosen.length === 0}
              onClick={() => void start({ sessions: chosen.map(({ session }) => session), limits })}
            >
              {plural(chosen.length, {
                one: `Run ${chosen.length} session again`,
                other: `Run ${chosen.length} sessions again`,
              })}
            </button>
            {isUnderWay && (
              <button type="button" className="btn btn--tall" onClick={cancel}>
                {t`Cancel`}
              </button>
            )}
            {nothing && <p className="note">{t`Change a limit, a delay or a rule first.`}</p>}
          </div>
        </section>
      )}
      <RunProgress run={run} />
      {run.totals && <Totals totals={run.totals} />}
      {run.sessions.map((session) => (
        <SessionResult key={session.session} session={session} timeZone={timeZone} />
      ))}
    </>
  );
}
