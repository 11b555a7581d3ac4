import { useEffect } from "react";
import { api } from "./api";
import { lock } from "./lock";

const touches = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;
const tellEveryMs = 20_000;

/**
 * Tells the server, now and then, that somebody is here. When nobody is, the server is asked whether the screen is locked: it
 * knows of the other tabs of this browser, too. Where it does not answer, the screen locks by itself.
 */
export function useIdle(idleMinutes: number): void {
  useEffect(() => {
    const idleMs = idleMinutes * 60_000;
    let touchedMs = Date.now();
    let toldMs = 0;
    let tell: ReturnType<typeof setTimeout> | null = null;
    let look: ReturnType<typeof setTimeout> | null = null;

    const tellServer = () => {
      tell = null;
      if (lock.isLocked() || toldMs >= touchedMs) return;
      toldMs = Date.now();
      api.touched().catch(() => undefined);
    };
    const touched = () => {
      touchedMs = Date.now();
      tell ??= setTimeout(tellServer, Math.max(0, toldMs + tellEveryMs - touchedMs));
    };
    const lookAgain = (afterMs: number) => {
      look = setTimeout(() => void checkIdle(), Math.max(1000, afterMs));
    };
    const checkIdle = async () => {
      const leftMs = touchedMs + idleMs - Date.now();
      if (leftMs > 0 || lock.isLocked()) return lookAgain(lock.isLocked() ? tellEveryMs : leftMs);
      try {
        if ((await api.me()).locked) lock.set(true);
      } catch {
        lock.set(true);
      }
      lookAgain(tellEveryMs);
    };

    for (const touch of touches) window.addEventListener(touch, touched, { passive: true, capture: true });
    lookAgain(idleMs);
    return () => {
      for (const touch of touches) window.removeEventListener(touch, touched, { capture: true });
      if (tell) clearTimeout(tell);
      if (look) clearTimeout(look);
    };
  }, [idleMinutes]);
}
