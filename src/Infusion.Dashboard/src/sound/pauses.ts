import type { AlarmView } from "../live/alarmContract";

export interface Pause {
  /** Where the command about it goes. */
  session: string;
  /** By the server's clock, epoch milliseconds. */
  untilMs: number;
  /** Whether the server has been sent it. */
  told: boolean;
}

/** What stands for the sound of a lost connection, which is no alarm of the server's. */
export const cutSound = "cut";

/**
 * Pauses made at this screen. They hold at once and without the server: its own word takes over when it comes,
 * and what it could not be told while it was away it is told when it is back, for the time that is left.
 */
export class Pauses {
  #pauses: ReadonlyMap<string, Pause> = new Map();
  readonly #listeners = new Set<() => void>();

  readonly all = (): ReadonlyMap<string, Pause> => this.#pauses;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(alarm: string, pause: Pause): void {
    this.#change(new Map(this.#pauses).set(alarm, pause));
  }

  /** The server refused it, or it is over. */
  release(alarm: string): void {
    const left = new Map(this.#pauses);
    if (left.delete(alarm)) this.#change(left);
  }

  #change(pauses: ReadonlyMap<string, Pause>): void {
    this.#pauses = pauses;
    for (const listener of this.#listeners) listener();
  }
}

export const pauses = new Pauses();

/** How long an alarm's sound is still paused, by the server's word or this screen's, in milliseconds; 0: it is not. */
export function pausedForMs(alarm: AlarmView, made: ReadonlyMap<string, Pause>, nowMs: number): number {
  const untilMs = Math.max(
    alarm.audioPausedUntil ? Date.parse(alarm.audioPausedUntil) : 0,
    made.get(alarm.id)?.untilMs ?? 0,
  );
  return Math.max(0, untilMs - nowMs);
}
