import { useSyncExternalStore } from "react";
import { useClock } from "../live/LiveContext";
import { readStored, store } from "../ui/stored";

/** A shift: after that, or when somebody else signs in, the sound is tested again. */
const validMs = 12 * 3_600_000;

const storageKey = "infusion.sound";
const listeners = new Set<() => void>();

/** What people said about the sound of this screen. */
interface Choices {
  /** By choice: another screen in the room sounds, or this one only hangs on a wall. */
  off: boolean;
  /** Who heard the test, and when. */
  heard: { by: string; atMs: number } | null;
}

function stored(): Choices {
  try {
    return { off: false, heard: null, ...(JSON.parse(readStored(storageKey) ?? "{}") as Partial<Choices>) };
  } catch {
    return { off: false, heard: null };
  }
}

let choices: Choices | null = null;

const current = (): Choices => {
  choices ??= stored();
  return choices;
};

function choose(part: Partial<Choices>): void {
  choices = { ...current(), ...part };
  store(storageKey, JSON.stringify(choices));
  for (const listener of listeners) listener();
}

export const setOff = (off: boolean): void => choose({ off });

export const sayHeard = (by: string): void => choose({ heard: { by, atMs: Date.now() } });

export const sayNotHeard = (): void => choose({ heard: null });

/** As in a browser that has just been opened. */
export function readAgain(): void {
  choices = null;
}

const useChoices = (): Choices =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);

export const useIsOff = (): boolean => useChoices().off;

/** Whether this person has said within this shift that they heard the test. */
export function useWasHeard(by: string): boolean {
  const { heard } = useChoices();
  // A shift lasts as long as it does, however fast a demonstration's clock runs: that only says when to look.
  return useClock(() => heard?.by === by && Date.now() - heard.atMs < validMs);
}
