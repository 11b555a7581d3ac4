import { t } from "@lingui/core/macro";
import "../whatif/whatif.css";
import { useState } from "react";
import { useLiveStore, useTimeZone } from "../live/LiveContext";
import { useSignedIn } from "../session/SessionContext";
import { instantsOf, lastDays, Period } from "../ui/Period";
import { SessionResult, Totals } from "../whatif/Results";
import { RunProgress } from "../whatif/RunProgress";
import { useWhatIf } from "../whatif/useWhatIf";
import type { Protocol } from "./contract";

interface PreviewProps {
  draft: Protocol;
  /** Id of the protocol that recorded sessions ran under. */
  of: string;
  /** What has faults is not tried. */
  isSound: boolean;
}

/** What the draft would have done to recorded sessions: alarms gained, lost, earlier, later. */
export function Preview({ draft, of, isSound }: PreviewProps) {
  const { clinic } = useSignedIn();
  const store = useLiveStore();
  const timeZone = useTimeZone();
  const [period, setPeriod] = useState(() => lastDays(30, store.ticker.nowMs, timeZone));
  const { run, start, cancel } = useWhatIf<object>(clinic, "/protocols/preview");
  const [tried, setTried] = useState<Protocol | null>(null);
  const instants = instantsOf(period, timeZone);
  const isUnderWay = run.state === "running" || run.state === "waiting";
  return (
    <section className="panel lib-preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{t`On recorded sessions`}</h2>
      <p className="note">
        {t`Sessions that ran under this protocol are run through again with the limits, rules, tolerances and observations of this draft. Bounds of an order, check-in and discharge are left as they were: what was ordered was ordered.`}
      </p>
      <div className="sheet-tools">
        <Period period={period} change={setPeriod} timeZone={timeZone} />
        <button
          type="button"
          className="btn btn--tall"
          disabled={!isSound || instants === null || isUnderWay}
          onClick={() => {
            if (!instants) return;
            setTried(draft);
            void start({ of, ...instants, protocol: draft });
          }}
        >
          {t`Try it on them`}
        </button>
        {isUnderWay && (
          <button type="button" className="btn btn--tall" onClick={cancel}>
            {t`Cancel`}
          </button>
        )}
      </div>
      {!isSound && <p className="note">{t`What has faults, or is not checked yet, is not tried.`}</p>}
      {tried !== null && tried !== draft && (
        <p role="status">
          <b>{t`The draft has changed since: this is what it was before.`}</b>
        </p>
      )}
      <RunProgress run={run} />
      {run.totals?.sessions === 0 ? (
        <p>{t`No session of this protocol was planned in that time.`}</p>
      ) : (
        run.totals && <Totals totals={run.totals} />
      )}
      {run.sessions.map((session) => (
        <SessionResult key={session.session} session={session} timeZone={timeZone} />
      ))}
    </section>
  );
}
