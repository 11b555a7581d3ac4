import { useSyncExternalStore } from "react";
import type { ServerClock } from "./clock";

/** One timer for all that ages. Its time only moves on a tick, so a render always sees one "now". */
export class Ticker {
  #nowMs: number;
  #timer: ReturnType<typeof setInterval> | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #clock: ServerClock;

  constructor(clock: ServerClock) {
    this.#clock = clock;
    this.#nowMs = clock.now();
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  readonly tick = (): void => {
    this.#nowMs = this.#clock.now();
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(this.tick, 1000);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  };
}

/** Something derived from the time; the component renders again only when the answer differs. */
export function useTicked<T extends string | number | boolean | null>(ticker: Ticker, derive: (nowMs: number) => T): T {
  return useSyncExternalStore(ticker.subscribe, () => derive(ticker.nowMs));
}
