import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./care.css";
import { Modal } from "@mantine/core";
import { useState } from "react";
import type { EmergencyView, SessionView } from "../live/contract";
import { useClock } from "../live/LiveContext";
import { useSend } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { age } from "../ui/format";
import { Icon } from "../ui/Icon";
import { entries, kindWords, responderWords } from "./words";

/** Charts a call for help, and calls everybody who watches. A second touch, so that none goes out by accident. */
export function EmergencyButton({ chair, session, compact }: { chair: string; session: string; compact?: boolean }) {
  const send = useSend();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button
        type="button"
        className={`btn emergency-btn${compact ? "" : " btn--tall"}`}
        aria-label={t`Emergency at chair ${chair}`}
        onClick={() => setAsking(true)}
      >
        <Icon name="emergency" />
        {!compact && <span>{t`Emergency`}</span>}
      </button>
      {asking && (
        <Modal
          opened
          onClose={() => setAsking(false)}
          title={t`Call for help at chair ${chair}?`}
          centered
          transitionProps={{ duration: 0 }}
          closeButtonProps={{ "aria-label": t`Cancel` }}
        >
          <div className="confirm">
            <p>{t`Everybody who watches this clinic is called here. It does not call an ambulance.`}</p>
            <div className="emergency-kinds">
              {entries(kindWords).map(([kind, words]) => (
                <button
                  key={kind}
                  type="button"
                  className="btn btn--tall"
                  data-autofocus={kind === "help" || undefined}
                  onClick={() => {
                    setAsking(false);
                    void send(session, { type: "call_emergency", kind });
                  }}
                >
                  {words}
                </button>
              ))}
            </div>
            <button type="button" className="btn btn--tall" onClick={() => setAsking(false)}>
              {t`Cancel`}
            </button>
          </div>
        </Modal>
      )}
    </>
  );
}

/** On the board: by word and shape. */
export function EmergencyMark({ emergency }: { emergency: EmergencyView | null }) {
  const since = useClock((nowMs) => (emergency ? age(nowMs - Date.parse(emergency.calledAt)) : ""));
  if (!emergency) return null;
  return (
    <p className="emergency-mark">
      <Icon name="emergency" />
      <Trans>
        <b>Emergency</b> called {since}
      </Trans>
    </p>
  );
}

/** The button; once called, who came and when, until somebody ends it. */
export function EmergencyPanel({ chair, session }: { chair: string; session: SessionView }) {
  const send = useSend();
  const { emergency } = session.care;
  if (session.phase === "closed") return null;
  if (!emergency) {
    return (
      <section className="panel" aria-label={t`Emergency`}>
        <EmergencyButton chair={chair} session={session.id} />
      </section>
    );
  }
  return (
    <section className="panel emergency-on" aria-labelledby="emergency-title">
      <h2 id="emergency-title">
        <Icon name="emergency" /> {t`Emergency: ${kindWords[emergency.kind]}`}
      </h2>
      <p>
        <Trans>
          Called <ClockTime at={emergency.calledAt} seconds /> by {emergency.calledBy}
        </Trans>
      </p>
      <ul className="care-list">
        {emergency.arrivals.map((arrival) => (
          <li key={`${arrival.who}${arrival.at}`}>
            <Trans>
              {responderWords[arrival.who]} came <ClockTime at={arrival.at} seconds />
            </Trans>
          </li>
        ))}
      </ul>
      <fieldset className="actions">
        <legend>{t`Who has come now`}</legend>
        {entries(responderWords).map(([who, words]) => (
          <button
            key={who}
            type="button"
            className="btn"
            onClick={() => void send(session.id, { type: "chart_arrival", who })}
          >
            {words}
          </button>
        ))}
      </fieldset>
      <button type="button" className="btn btn--tall" onClick={() => void send(session.id, { type: "end_emergency" })}>
        {t`End emergency`}
      </button>
    </section>
  );
}
