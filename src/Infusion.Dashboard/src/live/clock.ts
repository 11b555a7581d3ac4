/** A jump larger than this is the clock's own doing, not the network's. */
const jumpMs = 2000;
const mostSamples = 5;

interface Sample {
  serverMs: number;
  localMs: number;
}

/**
 * Estimates the server's clock from the instants it sends. A message can only be late, never early,
 * so of the last samples the one that says the latest time is the closest.
 */
export class ServerClock {
  #samples: Sample[] = [];
  #speed = 1;
  readonly #localNow: () => number;

  constructor(localNow: () => number = Date.now) {
    this.#localNow = localNow;
  }

  get speed(): number {
    return this.#speed;
  }

  /** How much faster than real time the server's clock runs; 1 but for demonstrations. */
  setSpeed(speed: number): void {
    if (speed === this.#speed || !(speed > 0)) return;
    this.#speed = speed;
    this.#samples = this.#samples.slice(-1);
  }

  hear(serverTime: string): void {
    const serverMs = Date.parse(serverTime);
    if (Number.isNaN(serverMs)) return;
    const sample = { serverMs, localMs: this.#localNow() };
    const jumped = this.#samples.length > 0 && Math.abs(this.now() - serverMs) > jumpMs * this.#speed;
    this.#samples = jumped ? [sample] : [...this.#samples, sample].slice(-mostSamples);
  }

  /** Server time now, in epoch milliseconds. Runs on when the server is gone. */
  now(): number {
    const localMs = this.#localNow();
    if (this.#samples.length === 0) return localMs;
    return Math.max(...this.#samples.map((s) => s.serverMs + (localMs - s.localMs) * this.#speed));
  }
}
