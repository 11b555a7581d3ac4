import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { at, batch, heartbeat, hrDelta, snapshot } from "../testing/fixtures";
import { type Hub, LiveConnection } from "./connection";
import type { DeltaBatch, Heartbeat, Missed } from "./contract";
import { LiveStore } from "./store";

class FakeHub implements Hub {
  deltas: (b: DeltaBatch) => void = () => undefined;
  beat: (h: Heartbeat) => void = () => undefined;
  closed: () => void = () => undefined;
  readonly asked: unknown[][] = [];
  missed: Missed = { deltas: null, snapshot: snapshot({ n: 20 }) };
  startError: Error | null = null;

  start = async () => {
    if (this.startError) throw this.startError;
  };
  stop = async () => undefined;
  invoke = async <T>(...call: unknown[]): Promise<T> => {
    this.asked.push(call);
    return (call[0] === "Watch" ? snapshot() : this.missed) as T;
  };
  on(event: "deltas" | "heartbeat", heard: ((b: DeltaBatch) => void) | ((h: Heartbeat) => void)): void {
    if (event === "deltas") this.deltas = heard as (b: DeltaBatch) => void;
    else this.beat = heard as (h: Heartbeat) => void;
  }
  onclose(closed: () => void): void {
    this.closed = closed;
  }
}

describe("the live connection", () => {
  const hubs: FakeHub[] = [];
  let refused = vi.fn();
  let store: LiveStore;
  let connection: LiveConnection;
  let startError: Error | null = null;

  const settle = () => vi.advanceTimersByTimeAsync(1);
  const hub = (): FakeHub => {
    const last = hubs.at(-1);
    if (!last) throw new Error("No hub was opened.");
    return last;
  };

  beforeEach(async () => {
    vi.useFakeTimers({ now: new Date(at) });
    hubs.length = 0;
    startError = null;
    refused = vi.fn();
    store = new LiveStore(undefined, (run) => run());
    connection = new LiveConnection(store, "harbor", refused, () => {
      const made = new FakeHub();
      made.startError = startError;
      hubs.push(made);
      return made;
    });
    connection.start();
    await settle();
  });

  afterEach(() => {
    connection.stop();
    vi.useRealTimers();
  });

  it("watches the clinic and is current", () => {
    expect(hub().asked).toEqual([["Watch", "harbor"]]);
    expect(store.shown().link).toBe("current");
    expect(connection.attempt()).toBeNull();
  });

  it("asks once for what is missing, from where it stands", async () => {
    hub().deltas(batch([hrDelta(12, 80)]));
    hub().deltas(batch([hrDelta(13, 81)]));
    expect(store.shown().link).toBe("behind");
    await settle();
    expect(hub().asked.slice(1)).toEqual([["Since", "harbor", 1, 10]]);
    expect(store.shown()).toMatchObject({ link: "current", n: 20 });
  });

  it("says cut after six seconds without a heartbeat, and opens another connection", async () => {
    await vi.advanceTimersByTimeAsync(5990);
    expect(store.shown().link).toBe("current");
    startError = new Error("no route");
    await vi.advanceTimersByTimeAsync(600);
    expect(store.shown().link).toBe("cut");
    expect(hubs.length).toBeGreaterThan(1);
    startError = null;
    connection.tryNow();
    await settle();
    expect(store.shown().link).toBe("current");
  });

  it("stays current while heartbeats come", async () => {
    for (let i = 0; i < 10; i++) {
      await vi.advanceTimersByTimeAsync(2000);
      hub().beat(heartbeat());
    }
    expect(store.shown().link).toBe("current");
    expect(hubs).toHaveLength(1);
  });

  it("fetches a snapshot after the connection was closed, and ignores the old one's last words", async () => {
    const old = hub();
    old.closed();
    expect(store.shown().link).toBe("behind");
    await settle();
    expect(hubs).toHaveLength(2);
    expect(store.shown().link).toBe("current");
    old.deltas(batch([hrDelta(11, 200)]));
    expect(store.shown().n).toBe(10);
  });

  it("tells when the server knows nobody", async () => {
    startError = new Error("Status code '401'");
    hub().closed();
    await settle();
    expect(refused).toHaveBeenCalled();
  });
});
