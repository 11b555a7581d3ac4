import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { keys } from "../keys/shortcuts";
import type { AlarmView } from "../live/alarmContract";
import { useIsCut, useLive, useTimeZone } from "../live/LiveContext";
import { useSend } from "../session/SessionContext";
import { usePauses } from "../sound/AlarmSound";
import { PauseButton } from "../sound/PauseButton";
import { pausedForMs } from "../sound/pauses";
import { usePause } from "../sound/usePause";
import { AlarmAnswers, AlarmCallLine } from "./AlarmCall";
import { alarmName } from "./Announcer";
import { clockTime } from "./format";
import { Icon, PriorityMark } from "./Icon";
import { Subscripts } from "./Subscripts";
import { priorityWords, stars } from "./words";

interface AlarmBandProps {
  alarm: AlarmView;
  consequences?: readonly AlarmView[];
  why?: ReactNode;
}

/** What is wrong, what to do, who is called, and what a hand can do about it. */
export function AlarmBand({ alarm, consequences = [], why }: AlarmBandProps) {
  const cut = useIsCut();
  const asOf = useLive((state) => (state.link === "cut" ? state.lastHeardAt : null));
  const timeZone = useTimeZone();
  const flashing = alarm.calls && !cut;
  const isOver = alarm.presence === "latched";
  return (
    <section
      className={`band band-${alarm.priority}${alarm.acknowledged ? " is-acknowledged" : ""}${isOver ? " is-latched" : ""}`}
      aria-label={alarmName(alarm)}
    >
      <span className={`mark prio is-${alarm.priority}${flashing ? " flash" : ""}`}>
        <PriorityMark priority={alarm.priority} />
        <span>{priorityWords[alarm.priority]}</span>
      </span>
      <div className="b-t">
        <p className="head">
          <span className="stars" aria-hidden="true">
            {stars[alarm.priority]}
          </span>{" "}
          {cut && t`Was active at ${clockTime(asOf, timeZone, true)}: `}
          <Subscripts text={alarm.headline} />
        </p>
        <p className="do">
          {cut ? (
            t`Its state now is unknown. Go to the chair and read the bedside monitor.`
          ) : (
            <>
              {isOver && <b>{t`Ended, not acknowledged.`} </b>}
              {!isOver && alarm.returnedAt && <b>{t`Back since ${clockTime(alarm.returnedAt, timeZone, true)}.`} </b>}
              <Subscripts text={alarm.action} />
            </>
          )}
        </p>
        {!cut && <AlarmCallLine alarm={alarm} />}
        <Consequences alarms={consequences} cut={cut} />
        {why}
      </div>
      <div className="acts">
        {!cut && <AlarmAnswers alarm={alarm} />}
        <Acknowledge alarm={alarm} cut={cut} />
        {(alarm.calls || !alarm.maySilence) && <PauseSound alarm={alarm} />}
      </div>
    </section>
  );
}

/** Folded: they have one cause, and it speaks for them. */
function Consequences({ alarms, cut }: { alarms: readonly AlarmView[]; cut: boolean }) {
  if (alarms.length === 0) return null;
  return (
    <details className="under">
      <summary>
        {plural(alarms.length, {
          one: `${alarms.length} alarm follows from this, silent`,
          other: `${alarms.length} alarms follow from this, silent`,
        })}
      </summary>
      <ul>
        {alarms.map((alarm) => (
          <li key={alarm.id}>
            <span className={`event-mark event-${alarm.priority}`}>
              <PriorityMark priority={alarm.priority} />
              <span className="vh">{t`${priorityWords[alarm.priority]} priority:`} </span>
            </span>
            <span>
              <Subscripts text={alarm.headline} />
            </span>
            <Acknowledge alarm={alarm} cut={cut} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Acknowledge({ alarm, cut }: { alarm: AlarmView; cut: boolean }) {
  const send = useSend();
  if (alarm.acknowledged) {
    return (
      <span className="acked">
        <Icon name="check" />
        {alarm.acknowledgedBy ? t`Acknowledged by ${alarm.acknowledgedBy}` : t`Acknowledged`}
      </span>
    );
  }
  const { session } = alarm;
  if (cut) {
    return (
      <button type="button" className="btn btn--tall" aria-disabled="true">
        {t`Acknowledge needs the server`}
      </button>
    );
  }
  return (
    <button
      type="button"
      className="btn btn--act"
      aria-keyshortcuts={keys.acknowledge}
      onClick={() => void send(session, { type: "acknowledge_alarm", alarm: alarm.id })}
    >
      <Icon name="check" />
      {t`Acknowledge`}
    </button>
  );
}

/** Holds at this screen at once, also without the server, which is told when it hears. */
function PauseSound({ alarm }: { alarm: AlarmView }) {
  const { pauseAlarm } = usePause();
  const made = usePauses();
  const { session } = alarm;
  if (!alarm.maySilence) {
    return (
      <button
        type="button"
        className="btn btn--tall"
        aria-disabled="true"
        title={t`An alarm of this kind sounds until its condition ends.`}
      >
        <Icon name="sound" />
        <Trans>
          Cannot be silenced
          <span className="vh">: an alarm of this kind sounds until its condition ends</span>
        </Trans>
      </button>
    );
  }
  return (
    <PauseButton
      leftMs={(nowMs) => pausedForMs(alarm, made, nowMs)}
      pause={() => pauseAlarm(alarm.id, session)}
      shortcut={keys.pauseSound}
    />
  );
}
