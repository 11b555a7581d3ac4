import type { ReactNode } from "react";
import type { AlarmView } from "../live/contract";
import { useClock, useIsCut, useLive } from "../live/LiveContext";
import { useSend } from "../session/SessionContext";
import { clockTime, span } from "./format";
import { Icon, PriorityMark } from "./Icon";
import { Subscripts } from "./Subscripts";
import { priorityWords, stars } from "./words";

const pauseSeconds = 120;

/** What is wrong, what to do, and the two things a hand can do about it. */
export function AlarmBand({ alarm, why }: { alarm: AlarmView; why?: ReactNode }) {
  const cut = useIsCut();
  const asOf = useLive((state) => (state.link === "cut" ? state.lastHeardAt : null));
  const timeZone = useLive((state) => state.clinic?.timeZone ?? "UTC");
  const flashing = !alarm.acknowledged && !cut;
  return (
    <section
      className={`band band-${alarm.priority}${alarm.acknowledged ? " is-acknowledged" : ""}`}
      aria-label={`${priorityWords[alarm.priority]} priority alarm${alarm.chair ? `, chair ${alarm.chair}` : ""}: ${alarm.headline}`}
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
          {cut && `Was active at ${clockTime(asOf, timeZone, true)}: `}
          <Subscripts text={alarm.headline} />
        </p>
        <p className="do">
          {cut ? (
            "Its state now is unknown. Go to the chair and read the bedside monitor."
          ) : (
            <>
              {alarm.presence === "latched" && <b>The condition has ended. </b>}
              <Subscripts text={alarm.action} />
            </>
          )}
        </p>
        {why}
      </div>
      <div className="acts">
        <Acknowledge alarm={alarm} cut={cut} />
        {!alarm.acknowledged && <PauseSound alarm={alarm} cut={cut} />}
      </div>
    </section>
  );
}

function Acknowledge({ alarm, cut }: { alarm: AlarmView; cut: boolean }) {
  const send = useSend();
  if (alarm.acknowledged) {
    return (
      <span className="acked">
        <Icon name="check" />
        Acknowledged{alarm.acknowledgedBy && ` by ${alarm.acknowledgedBy}`}
      </span>
    );
  }
  const { session } = alarm;
  if (cut) {
    return (
      <button type="button" className="btn btn--tall" aria-disabled="true">
        Acknowledge needs the server
      </button>
    );
  }
  return (
    <button
      type="button"
      className="btn btn--act"
      onClick={() => void send(session, { type: "acknowledge_alarm", alarm: alarm.id })}
    >
      <Icon name="check" />
      Acknowledge
    </button>
  );
}

function PauseSound({ alarm, cut }: { alarm: AlarmView; cut: boolean }) {
  const send = useSend();
  const left = useClock((nowMs) => {
    const leftMs = alarm.audioPausedUntil ? Date.parse(alarm.audioPausedUntil) - nowMs : 0;
    return leftMs > 0 ? span(leftMs) : null;
  });
  const { session } = alarm;
  return (
    <button
      type="button"
      className="btn btn--tall"
      aria-pressed={left !== null}
      aria-disabled={cut}
      onClick={() => {
        if (!cut) void send(session, { type: "pause_alarm_audio", alarm: alarm.id, seconds: pauseSeconds });
      }}
    >
      <Icon name="soundPaused" />
      {left === null ? "Pause sound 2 min" : `Sound paused ${left}`}
    </button>
  );
}
