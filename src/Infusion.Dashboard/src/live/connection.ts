import { type HubConnection, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import type { DeltaBatch, Heartbeat, Missed, Snapshot } from "./contract";
import type { LiveStore } from "./store";

export const silenceMs = 6000;
const retryMs = [0, 1000, 2000, 4000, 5000];
const catchUpRetryMs = 1000;

/** What the connection needs of a hub; tests stand in for it. */
export interface Hub {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke<T>(method: string, ...args: unknown[]): Promise<T>;
  on(event: "deltas", heard: (batch: DeltaBatch) => void): void;
  on(event: "heartbeat", heard: (heartbeat: Heartbeat) => void): void;
  onclose(closed: () => void): void;
}

export interface Attempt {
  number: number;
  /** Local time of the next try; null while one is under way. */
  nextAtMs: number | null;
}

/** Of people by default; a wall display has a hub of its own. */
export function signalRHub(path = "/hubs/live"): Hub {
  const hub: HubConnection = new HubConnectionBuilder().withUrl(path).configureLogging(LogLevel.None).build();
  return {
    start: () => hub.start(),
    stop: () => hub.stop(),
    invoke: (method, ...args) => hub.invoke(method, ...args),
    on: (event: string, heard: (message: never) => void) => hub.on(event, heard as (message: unknown) => void),
    onclose: (closed) => hub.onclose(() => closed()),
  };
}

/** The one owner of the live connection: opens it, watches for silence, fetches what was missed, opens it again. */
export class LiveConnection {
  #hub: Hub | null = null;
  #lastHeardMs = Date.now();
  #watching = false;
  #asking = false;
  #stopped = true;
  #attempt: Attempt | null = null;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #silence: ReturnType<typeof setInterval> | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #store: LiveStore;
  readonly #clinic: string;
  readonly #open: () => Hub;
  readonly #refused: () => void;

  constructor(store: LiveStore, clinic: string, refused: () => void, open: () => Hub) {
    this.#store = store;
    this.#clinic = clinic;
    this.#refused = refused;
    this.#open = open;
  }

  readonly attempt = (): Attempt | null => this.#attempt;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    this.#stopped = false;
    this.#lastHeardMs = Date.now();
    this.#silence = setInterval(this.#checkSilence, 500);
    void this.#connect(1);
  }

  stop(): void {
    this.#stopped = true;
    if (this.#silence) clearInterval(this.#silence);
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    this.#drop();
  }

  /** Someone pressed "Try now". */
  readonly tryNow = (): void => {
    if (this.#retry === null) return;
    clearTimeout(this.#retry);
    void this.#connect((this.#attempt?.number ?? 0) + 1);
  };

  async #connect(number: number): Promise<void> {
    this.#retry = null;
    this.#setAttempt({ number, nextAtMs: null });
    const hub = this.#open();
    this.#hub = hub;
    hub.on("deltas", (batch) => this.#hearing(hub, () => this.#store.dispatch({ kind: "batch", batch })));
    hub.on("heartbeat", (heartbeat) =>
      this.#hearing(hub, () => {
        this.#lastHeardMs = Date.now();
        this.#store.dispatch({ kind: "heartbeat", heartbeat });
      }),
    );
    hub.onclose(() => this.#lost(hub, number));
    try {
      await hub.start();
      const snapshot = await hub.invoke<Snapshot>("Watch", this.#clinic);
      if (hub !== this.#hub) return;
      this.#lastHeardMs = Date.now();
      this.#watching = true;
      this.#store.dispatch({ kind: "snapshot", snapshot });
      this.#setAttempt(null);
      this.#catchUp(hub);
    } catch (error) {
      if (error instanceof Error && /\b401\b|unauthori[sz]ed/i.test(error.message)) this.#refused();
      this.#lost(hub, number);
    }
  }

  #hearing(hub: Hub, take: () => void): void {
    if (hub !== this.#hub) return;
    take();
    this.#catchUp(hub);
  }

  #catchUp(hub: Hub): void {
    if (!this.#watching || this.#asking || this.#store.latest.link !== "behind") return;
    this.#asking = true;
    const { epoch, n } = this.#store.latest;
    hub
      .invoke<Missed>("Since", this.#clinic, epoch, n)
      .then(
        (missed) => {
          if (hub === this.#hub) this.#store.dispatch({ kind: "missed", missed });
        },
        () => new Promise((resolve) => setTimeout(resolve, catchUpRetryMs)),
      )
      .finally(() => {
        if (hub !== this.#hub) return;
        this.#asking = false;
      });
  }

  readonly #checkSilence = (): void => {
    if (Date.now() - this.#lastHeardMs <= silenceMs) return;
    this.#store.dispatch({ kind: "silence" });
    // A connection that says nothing is as good as none: open another.
    if (this.#watching && this.#hub) this.#lost(this.#hub, 1);
  };

  #lost(hub: Hub, attempted: number): void {
    if (hub !== this.#hub || this.#stopped) return;
    // One that worked is opened again at once; one that never did, after a while.
    const number = this.#watching ? 0 : attempted;
    this.#drop();
    this.#store.dispatch({ kind: "reconnecting" });
    const waitMs = retryMs[Math.min(number, retryMs.length - 1)] ?? 0;
    this.#setAttempt({ number, nextAtMs: Date.now() + waitMs });
    this.#retry = setTimeout(() => void this.#connect(number + 1), waitMs);
  }

  #drop(): void {
    const hub = this.#hub;
    this.#hub = null;
    this.#watching = false;
    this.#asking = false;
    hub?.stop().catch(() => undefined);
  }

  #setAttempt(attempt: Attempt | null): void {
    this.#attempt = attempt;
    for (const listener of this.#listeners) listener();
  }
}
