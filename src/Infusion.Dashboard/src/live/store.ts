import { ServerClock } from "./clock";
import type { ChairView } from "./contract";
import { ChairHistory } from "./history";
import { reduce } from "./reduce";
import { emptyLiveState, type LiveMessage, type LiveState } from "./state";
import { Ticker } from "./ticker";

type Schedule = (run: () => void) => void;

/** Frames stop in a hidden tab; what it missed must still be there when it is shown. */
const nextFrame: Schedule = (run) => {
  if (document.hidden) setTimeout(run, 250);
  else requestAnimationFrame(run);
};

/** Holds the live state, tells its readers at most once a frame. */
export class LiveStore {
  readonly clock: ServerClock;
  readonly ticker: Ticker;
  readonly history = new ChairHistory();
  #state: LiveState = emptyLiveState;
  #shown: LiveState = emptyLiveState;
  #scheduled = false;
  readonly #schedule: Schedule;
  readonly #listeners = new Set<() => void>();

  constructor(clock: ServerClock = new ServerClock(), schedule: Schedule = nextFrame) {
    this.clock = clock;
    this.ticker = new Ticker(clock);
    this.#schedule = schedule;
  }

  /** What has been heard so far, a frame ahead of what is shown. */
  get latest(): LiveState {
    return this.#state;
  }

  readonly shown = (): LiveState => this.#shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  dispatch(message: LiveMessage): LiveState {
    if (message.kind === "heartbeat") this.clock.hear(message.heartbeat.serverTime);
    if (message.kind === "snapshot") this.clock.hear(message.snapshot.serverTime);
    const before = this.#state;
    this.#state = reduce(before, message);
    if (this.#state !== before && !this.#scheduled) {
      this.#scheduled = true;
      this.#schedule(this.#publish);
    }
    return this.#state;
  }

  readonly #publish = (): void => {
    this.#scheduled = false;
    const before = this.#shown;
    this.#shown = this.#state;
    for (const chair of this.#shown.chairOrder) {
      const view: ChairView | undefined = this.#shown.chairs[chair];
      if (view && view !== before.chairs[chair]) this.history.record(view);
    }
    // The first words set the clock; without a tick the screen would show this browser's time for a second.
    if (before.link === "connecting") this.ticker.tick();
    for (const listener of this.#listeners) listener();
  };
}
