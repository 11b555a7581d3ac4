import { describe, expect, it } from "vitest";
import { alarm, batch, chair, heartbeat, hrDelta, session, snapshot } from "../testing/fixtures";
import type { AlarmView } from "./alarmContract";
import type { DeltaBatch, Snapshot } from "./contract";
import { reduce } from "./reduce";
import { emptyLiveState, type LiveMessage, type LiveState } from "./state";

const told = (...messages: LiveMessage[]): LiveState => messages.reduce(reduce, emptyLiveState);
const snap = (part: Partial<Snapshot> = {}): LiveMessage => ({ kind: "snapshot", snapshot: snapshot(part) });
const some = (b: DeltaBatch): LiveMessage => ({ kind: "batch", batch: b });
const beat = (part: Parameters<typeof heartbeat>[0] = {}): LiveMessage => ({
  kind: "heartbeat",
  heartbeat: heartbeat(part),
});
const raised = (n: number, a: AlarmView, change: "raised" | "updated" | "ended" = "raised"): LiveMessage =>
  some(batch([{ n, kind: "alarm", change, alarm: a }]));
const hr = (state: LiveState, name = "A1") => state.chairs[name]?.vitals.hr?.value;

describe("a snapshot", () => {
  it("makes the screen current", () => {
    const state = told(snap());
    expect(state).toMatchObject({ link: "current", epoch: 1, n: 10, chairOrder: ["A1", "A2", "A3"] });
  });

  it("does not undo batches that overtook it", () => {
    const state = told(snap(), some(batch([hrDelta(11, 80)])), snap());
    expect(state.n).toBe(11);
    expect(hr(state)).toBe(80);
  });

  it("of the same clinic with an older epoch is believed: the server says what is", () => {
    expect(told(snap({ epoch: 5 }), snap({ epoch: 4, n: 2 }))).toMatchObject({ epoch: 4, n: 2, link: "current" });
  });

  it("takes up batches that came before it", () => {
    const state = told(some(batch([hrDelta(10, 60)])), some(batch([hrDelta(11, 81)])), snap());
    expect(state).toMatchObject({ n: 11, link: "current" });
    expect(hr(state)).toBe(81);
  });
});

describe("batches", () => {
  it("that follow are applied", () => {
    const state = told(snap(), some(batch([hrDelta(11, 80), hrDelta(12, 81)])));
    expect(state).toMatchObject({ n: 12, link: "current" });
    expect(hr(state)).toBe(81);
  });

  it("leave the other chairs untouched, so that only one chair renders again", () => {
    const before = told(snap());
    const state = reduce(before, some(batch([hrDelta(11, 80)])));
    expect(state.chairs.A2).toBe(before.chairs.A2);
    expect(state.chairs.A1).not.toBe(before.chairs.A1);
  });

  it("say which chairs there are: one that was retired is gone, one that was added is there", () => {
    const chairs = [chair("A2"), chair("B1", { session: null })];
    const state = told(snap(), some(batch([{ n: 11, kind: "chairs", chairs }, hrDelta(12, 80)])));
    expect(state.chairOrder).toEqual(["A2", "B1"]);
    expect(state.chairs.A1).toBeUndefined();
  });

  it("that are duplicates change no chair", () => {
    const once = told(snap(), some(batch([hrDelta(11, 80)])));
    const twice = reduce(once, some(batch([hrDelta(11, 99)])));
    expect(twice.chairs).toBe(once.chairs);
    expect(twice.n).toBe(11);
  });

  it("that overlap apply only what is new", () => {
    const state = told(snap(), some(batch([hrDelta(11, 80)])), some(batch([hrDelta(11, 1), hrDelta(12, 82)])));
    expect(hr(state)).toBe(82);
  });

  it("of an older epoch are ignored", () => {
    const state = told(snap({ epoch: 2 }), some(batch([hrDelta(11, 200)], { epoch: 1 })));
    expect(hr(state)).toBe(72);
    expect(state.link).toBe("current");
  });

  it("raise what is committed, never lower it", () => {
    const state = told(
      snap(),
      some(batch([hrDelta(11, 80)], { input: 120, committedInput: 110 })),
      some(batch([hrDelta(12, 80)], { input: 119, committedInput: 105 })),
    );
    expect(state).toMatchObject({ input: 120, committedInput: 110 });
  });
});

describe("a hole", () => {
  const holed = told(snap(), some(batch([hrDelta(12, 90)])));

  it("makes the screen say that it is not current, and shows nothing beyond the hole", () => {
    expect(holed).toMatchObject({ link: "behind", n: 10 });
    expect(hr(holed)).toBe(72);
  });

  it("is closed by what was missed, and what had come ahead is taken up in order", () => {
    const state = reduce(holed, {
      kind: "missed",
      missed: { deltas: batch([hrDelta(11, 85)]), snapshot: null },
    });
    expect(state).toMatchObject({ link: "current", n: 12, ahead: [] });
    expect(hr(state)).toBe(90);
  });

  it("is closed by a snapshot", () => {
    const state = reduce(holed, { kind: "missed", missed: { deltas: null, snapshot: snapshot({ n: 40 }) } });
    expect(state).toMatchObject({ link: "current", n: 40, ahead: [] });
  });

  it("is closed by the late batch itself: out of order is no loss", () => {
    const state = reduce(holed, some(batch([hrDelta(11, 85)])));
    expect(state.n).toBe(12);
    expect(hr(state)).toBe(90);
  });

  it("stays when the answer has a hole too", () => {
    const state = reduce(holed, { kind: "missed", missed: { deltas: batch([hrDelta(14, 1)]), snapshot: null } });
    expect(state).toMatchObject({ link: "behind", n: 10 });
  });

  it("stays when the answer is of another epoch or empty-handed", () => {
    const other = { deltas: batch([hrDelta(11, 1)], { epoch: 9 }), snapshot: null };
    expect(reduce(holed, { kind: "missed", missed: other }).link).toBe("behind");
    expect(reduce(holed, { kind: "missed", missed: { deltas: null, snapshot: null } }).link).toBe("behind");
  });

  it("is seen by a heartbeat that is ahead", () => {
    expect(told(snap(), beat({ n: 11 })).link).toBe("behind");
  });
});

describe("a new epoch", () => {
  it("keeps its numbers to itself: what an earlier writer took is not charted by them", () => {
    const state = told(snap(), beat({ epoch: 2, n: 0, input: 130, committedInput: 130 }));
    expect([state.epoch, state.input, state.committedInput]).toEqual([1, 100, 100]);
  });

  it("in a batch or a heartbeat means behind until a snapshot of it", () => {
    expect(told(snap(), some(batch([hrDelta(11, 90)], { epoch: 2 }))).link).toBe("behind");
    const behind = told(snap(), beat({ epoch: 2, n: 3 }));
    expect(behind.link).toBe("behind");
    const answered = reduce(behind, {
      kind: "missed",
      missed: { deltas: null, snapshot: snapshot({ epoch: 2, n: 3 }) },
    });
    expect(answered).toMatchObject({ link: "current", epoch: 2, n: 3 });
  });
});

describe("heartbeats", () => {
  it("say what is unsaved, and since when", () => {
    const since = "2026-11-23T20:09:52.000Z";
    expect(told(snap(), beat({ input: 114, unsavedSince: since }))).toMatchObject({
      input: 114,
      committedInput: 100,
      unsavedSince: since,
    });
  });

  it("of a writer that was replaced prove nothing", () => {
    expect(told(snap({ epoch: 2 }), { kind: "silence" }, beat({ epoch: 1 })).link).toBe("cut");
  });
});

describe("silence and reconnecting", () => {
  it("cuts, and only a heartbeat or a snapshot ends it", () => {
    const cut = told(snap(), { kind: "silence" });
    expect(cut.link).toBe("cut");
    expect(reduce(cut, some(batch([hrDelta(11, 80)]))).link).toBe("cut");
    expect(reduce(cut, { kind: "reconnecting" }).link).toBe("cut");
    expect(reduce(cut, beat()).link).toBe("current");
    expect(reduce(cut, beat({ n: 12 })).link).toBe("behind");
    expect(reduce(cut, snap({ n: 50 })).link).toBe("current");
  });

  it("is the same state again while it lasts", () => {
    const cut = told(snap(), { kind: "silence" });
    expect(reduce(cut, { kind: "silence" })).toBe(cut);
  });

  it("keeps the time that was last heard, for 'as of'", () => {
    const heard = "2026-11-23T20:10:28.000Z";
    expect(told(snap(), beat({ serverTime: heard }), { kind: "silence" }).lastHeardAt).toBe(heard);
  });

  it("a reconnect is not current until the snapshot", () => {
    const away = told(snap(), { kind: "reconnecting" });
    expect(away.link).toBe("behind");
    expect(reduce(away, snap({ n: 30 }))).toMatchObject({ link: "current", n: 30 });
  });
});

describe("alarms", () => {
  it("are added worst first, updated in place, and taken away when they end", () => {
    const low = alarm({ id: "low", priority: "low" });
    const high = alarm({ id: "high" });
    const both = told(snap(), raised(11, low), raised(12, high));
    expect(both.chairs.A1?.alarms.map((a) => a.id)).toEqual(["high", "low"]);
    const acknowledged = reduce(both, raised(13, { ...high, acknowledged: true }, "updated"));
    expect(acknowledged.chairs.A1?.alarms.map((a) => a.id)).toEqual(["low", "high"]);
    const ended = reduce(acknowledged, raised(14, high, "ended"));
    expect(ended.chairs.A1?.alarms.map((a) => a.id)).toEqual(["low"]);
  });

  it("without a session belong to the clinic", () => {
    const stray = alarm({ id: "stray", chair: null });
    const state = told(snap(), raised(11, stray));
    expect(state.clinicAlarms).toEqual([stray]);
    expect(state.chairs.A1?.alarms).toEqual([]);
    expect(reduce(state, raised(12, stray, "ended")).clinicAlarms).toEqual([]);
  });
});

describe("chairs", () => {
  it("are replaced whole by a chair delta", () => {
    const view = chair("A3", { session: session({ id: "new" }) });
    const state = told(snap(), some(batch([{ n: 11, kind: "chair", chair: "A3", view }])));
    expect(state.chairs.A3?.session?.id).toBe("new");
  });

  it("keep the dose when a delta does not speak of it, and lose it when it says unknown", () => {
    const kept = told(snap(), some(batch([hrDelta(11, 80)])));
    expect(kept.chairs.A1?.session?.givenMg).toBe(10);
    const lost = reduce(kept, some(batch([{ n: 12, kind: "vitals", chair: "A1", givenMg: null }])));
    expect(lost.chairs.A1?.session?.givenMg).toBeNull();
  });

  it("that are not known are not made up from a few vitals", () => {
    const state = told(snap(), some(batch([hrDelta(11, 80, "Z9")])));
    expect(state.chairs.Z9).toBeUndefined();
    expect(state.n).toBe(11);
  });
});
