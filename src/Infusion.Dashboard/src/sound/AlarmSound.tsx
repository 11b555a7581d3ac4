import { useEffect, useSyncExternalStore } from "react";
import { alarmsOf } from "../live/alarms";
import { useClock, useLive, useLiveStore } from "../live/LiveContext";
import { useSend } from "../session/SessionContext";
import { bursts } from "./burst";
import { useIsOff } from "./choices";
import { cutSound, pauses } from "./pauses";
import { soundingPriority } from "./sounding";
import { type SpeakerState, speaker } from "./speaker";

export const usePauses = () => useSyncExternalStore(pauses.subscribe, pauses.all);

export const useSpeaker = (): SpeakerState => useSyncExternalStore(speaker.subscribe, speaker.state);

/** Sounds the worst alarm of the clinic for as long as a live page is open, whichever it is. */
export function AlarmSound() {
  const store = useLiveStore();
  const off = useIsOff();
  const state = useSpeaker();
  usePauses();
  const sounding = (nowMs: number) => soundingPriority(store.shown(), pauses.all(), nowMs);
  useClock(sounding);
  const priority = useLive(() => sounding(store.ticker.nowMs));
  const wanted = off || state !== "ready" ? null : priority;

  useEffect(() => {
    speaker.repeat(wanted && bursts[wanted]);
    return () => speaker.repeat(null);
  }, [wanted]);

  return <TellPauses />;
}

/** What was paused while the server was away it hears when it is back, for the time that is left of an alarm that still stands. */
function TellPauses() {
  const { clock, shown } = useLiveStore();
  const send = useSend();
  const link = useLive((live) => live.link);
  const made = usePauses();
  useEffect(() => {
    if (link !== "current") return;
    pauses.release(cutSound);
    const standing = new Set(alarmsOf(shown()).map((alarm) => alarm.id));
    for (const [alarm, pause] of made) {
      const seconds = Math.ceil((pause.untilMs - clock.now()) / 1000);
      if (seconds <= 0 || !standing.has(alarm)) {
        pauses.release(alarm);
        continue;
      }
      if (pause.told) continue;
      pauses.set(alarm, { ...pause, told: true });
      void send(pause.session, { type: "pause_alarm_audio", alarm, seconds }).then((taken) => {
        if (!taken) pauses.release(alarm);
      });
    }
  }, [link, made, clock, shown, send]);
  return null;
}
