import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { AlarmView } from "../live/alarmContract";
import { useClock } from "../live/LiveContext";
import { useNames } from "../session/queries";
import { useSend, useSignedIn } from "../session/SessionContext";
import { span } from "./format";
import { Icon } from "./Icon";

/** Who is called to an alarm, and how long an answer is awaited. */
export function AlarmCallLine({ alarm }: { alarm: AlarmView }) {
  const nameOf = useNames();
  const { call } = alarm;
  const left = useClock((nowMs) => (call?.until ? span(Math.max(0, Date.parse(call.until) - nowMs)) : null));
  if (!call || alarm.acknowledged) return null;
  if (call.acceptedBy !== null) {
    return (
      <p className="call">
        <Trans>
          Accepted by <b>{nameOf(call.acceptedBy)}</b>
        </Trans>
      </p>
    );
  }
  if (call.step === 0) {
    return (
      <p className="call">
        <Trans>
          <b>Nobody on duty is named.</b> Whoever sees this, go.
        </Trans>
      </p>
    );
  }
  const people = call.people.map(nameOf).join(t` or `);
  return (
    <p className="call">
      {call.reminders === 0 ? (
        <>
          <Trans>
            Called <b>{people}</b>
          </Trans>
          {left !== null && (
            <Trans>
              , answer within <span className="fig">{left}</span>
            </Trans>
          )}
        </>
      ) : (
        <>
          <Trans>
            <b>No answer from {people}</b>, the last on duty
          </Trans>
          {left !== null && (
            <Trans>
              , called again in <span className="fig">{left}</span>
            </Trans>
          )}
        </>
      )}
    </p>
  );
}

/** Nobody is asked before somebody is called: until then, to acknowledge is enough. To accept is to go: it silences nothing and acknowledges nothing. */
export function AlarmAnswers({ alarm }: { alarm: AlarmView }) {
  const send = useSend();
  const { me } = useSignedIn();
  const { call, session } = alarm;
  if (call === null || alarm.acknowledged) return null;
  const isMine = call.acceptedBy === me.name;
  const isAsked = call.acceptedBy === null && call.people.includes(me.name);
  if (call.acceptedBy !== null && !isMine) return null;
  const say = (type: "accept_alarm" | "refuse_alarm") => void send(session, { type, alarm: alarm.id });
  return (
    <>
      {!isMine && (
        <button type="button" className="btn btn--tall" onClick={() => say("accept_alarm")}>
          <Icon name="forward" />
          {t`Accept: I go`}
        </button>
      )}
      {(isMine || isAsked) && (
        <button type="button" className="btn btn--tall" onClick={() => say("refuse_alarm")}>
          {isMine ? t`Hand on` : t`Refuse`}
        </button>
      )}
    </>
  );
}
