import { useLiveStore } from "../live/LiveContext";
import { cutSound, pauses } from "./pauses";

export const pauseSeconds = 120;

/** Pauses a sound at this screen at once; the server is told as soon as it hears. */
export function usePause(): { pauseAlarm: (alarm: string, session: string) => void; pauseCut: () => void } {
  const { clock } = useLiveStore();
  const set = (key: string, session: string) =>
    pauses.set(key, { session, untilMs: clock.now() + pauseSeconds * 1000, told: false });
  return { pauseAlarm: set, pauseCut: () => set(cutSound, "") };
}
