import { act, fireEvent, render, screen } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AlarmView } from "../live/alarmContract";
import { LiveStore } from "../live/store";
import { alarm, at, atMs, chair, heartbeat, later, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { AlarmBand } from "../ui/AlarmBand";
import { CutBar } from "../ui/bar/CutBar";
import { readAgain } from "./choices";
import { pauses } from "./pauses";
import { SoundState } from "./SoundState";
import { soundingPriority } from "./sounding";

/** Frequency of each tone that was begun, in order. */
const tones: number[] = [];
const silenced: number[] = [];

/** One for all of a page, as in a browser: it exists before the first test and after the last. */
const context = Object.assign(new EventTarget(), {
  state: "running" as AudioContextState,
  currentTime: 0,
  destination: {},
  resume: async () => {
    if (context.state === "suspended") become("running");
  },
  createPeriodicWave: () => ({}),
  createGain: () => ({
    gain: { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined },
    connect: (to: unknown) => to,
  }),
  createOscillator: () => {
    const tone = {
      frequency: { value: 0 },
      setPeriodicWave: () => undefined,
      connect: (to: unknown) => to,
      start: () => tones.push(tone.frequency.value),
      stop: (when?: number) => when === undefined && silenced.push(tone.frequency.value),
      onended: null,
    };
    return tone;
  },
});

function become(state: AudioContextState): void {
  context.state = state;
  context.dispatchEvent(new Event("statechange"));
}

const high = 660;
const medium = 440;

describe("the sound of a screen", () => {
  let store: LiveStore;
  let sent: Record<string, unknown>[];
  let refuse: boolean;

  beforeEach(() => {
    vi.useFakeTimers({ now: atMs, shouldAdvanceTime: false });
    vi.stubGlobal(
      "AudioContext",
      class {
        constructor() {
          // biome-ignore lint/correctness/noConstructorReturn: the one context of the page.
          return context;
        }
      },
    );
    vi.stubGlobal("fetch", async (_path: string, init?: RequestInit) => {
      if (init?.method !== "POST") return Response.json([]);
      sent.push(JSON.parse(String(init.body)));
      return refuse
        ? Response.json({ title: "Not allowed", detail: "Not yours." }, { status: 403 })
        : Response.json({ epoch: 1, input: 101 });
    });
    localStorage.clear();
    readAgain();
    context.state = "running";
    tones.length = 0;
    silenced.length = 0;
    sent = [];
    refuse = false;
    store = new LiveStore(undefined, (run) => run());
  });
  afterEach(() => {
    for (const id of pauses.all().keys()) pauses.release(id);
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const hear = (...alarms: AlarmView[]) =>
    act(() => {
      store.dispatch({
        kind: "snapshot",
        snapshot: snapshot({ n: store.latest.n + 1, chairs: [chair("A1", { alarms })] }),
      });
    });

  const show = (...alarms: AlarmView[]) => {
    store.dispatch({ kind: "snapshot", snapshot: snapshot({ chairs: [chair("A1", { alarms })] }) });
    return render(
      <LiveStage store={store}>
        <SoundState />
        <CutBar />
        {alarms.map((one) => (
          <AlarmBand key={one.id} alarm={one} />
        ))}
      </LiveStage>,
    );
  };

  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

  const press = async (name: RegExp) => {
    fireEvent.click(screen.getByRole("button", { name }));
    await pass(50);
  };

  it("is ten tones for a high alarm, and ten again until somebody answers", async () => {
    show(alarm());
    expect(tones).toEqual(Array(10).fill(high));
    await pass(10_000);
    expect(tones).toEqual(Array(20).fill(high));
    hear(alarm({ acknowledged: true, calls: false }));
    await pass(60_000);
    expect(tones).toHaveLength(20);
    expect(silenced.length).toBeGreaterThan(0);
  });

  it("is that of the worst alarm, and changes with it at once", () => {
    show(alarm({ id: "a", priority: "medium" }));
    expect(tones).toEqual(Array(3).fill(medium));
    hear(alarm({ id: "a", priority: "medium" }), alarm({ id: "b" }));
    expect(tones).toEqual([...Array(3).fill(medium), ...Array(10).fill(high)]);
  });

  it("is silent for an alarm that another speaks for", () => {
    show(alarm({ calls: false, causedBy: "other" }));
    expect(tones).toEqual([]);
  });

  it("stops at once when it is paused here, tells the server, and comes back after two minutes", async () => {
    show(alarm());
    await press(/Pause sound 2 min/);
    expect(sent).toMatchObject([{ type: "pause_alarm_audio", alarm: "alarm-1", seconds: 120 }]);
    tones.length = 0;
    await pass(100_000);
    expect(tones).toEqual([]);
    expect(screen.getByRole("button", { name: /Sound paused 0:20/ })).toBeTruthy();
    await pass(21_000);
    expect(tones.slice(0, 10)).toEqual(Array(10).fill(high));
  });

  it("comes back when the server does not take the pause", async () => {
    refuse = true;
    show(alarm());
    await press(/Pause sound 2 min/);
    tones.length = 0;
    await pass(11_000);
    expect(tones.length).toBeGreaterThanOrEqual(10);
  });

  it("goes on for what was known when the connection is lost, and can be paused without the server, which hears of it later", async () => {
    show(alarm());
    act(() => void store.dispatch({ kind: "silence" }));
    expect(screen.getAllByRole("button", { name: /Pause sound 2 min/ })).toHaveLength(2);
    tones.length = 0;
    fireEvent.click(screen.getAllByRole("button", { name: /Pause sound 2 min/ })[1] as HTMLElement);
    await pass(10_000);
    expect(tones.slice(0, 3)).toEqual(Array(3).fill(medium));
    expect(tones).not.toContain(high);
    expect(sent).toEqual([]);

    await pass(20_000);
    act(
      () =>
        void store.dispatch({
          kind: "snapshot",
          snapshot: snapshot({ n: 11, serverTime: later(30), chairs: [chair("A1", { alarms: [alarm()] })] }),
        }),
    );
    await pass(0);
    expect(sent).toMatchObject([{ type: "pause_alarm_audio", alarm: "alarm-1", seconds: 90 }]);
  });

  it("says nothing of a pause to the server when the alarm is gone", async () => {
    show(alarm());
    act(() => void store.dispatch({ kind: "silence" }));
    fireEvent.click(screen.getAllByRole("button", { name: /Pause sound 2 min/ })[1] as HTMLElement);
    hear();
    await pass(0);
    expect(sent).toEqual([]);
    expect(pauses.all().size).toBe(0);
  });

  it("is an alarm of its own when the connection is lost, until it is back", async () => {
    show();
    expect(tones).toEqual([]);
    act(() => void store.dispatch({ kind: "silence" }));
    expect(tones).toEqual(Array(3).fill(medium));
    await press(/Pause sound 2 min/);
    tones.length = 0;
    await pass(60_000);
    expect(tones).toEqual([]);
    act(() => void store.dispatch({ kind: "heartbeat", heartbeat: heartbeat({ serverTime: later(60) }) }));
    // The next loss sounds, though the two minutes are not over.
    act(() => void store.dispatch({ kind: "silence" }));
    expect(tones).toEqual(Array(3).fill(medium));
  });

  it("is missing where the browser allows none, says so, and begins when a person turns it on", async () => {
    context.state = "suspended";
    show(alarm());
    expect(tones).toEqual([]);
    expect(screen.getByRole("status").textContent).toBe("Alarms are silent at this screen.");
    await press(/Alarms are silent/);
    expect(tones.slice(0, 10)).toEqual(Array(10).fill(high));
    expect(screen.getByRole("status").textContent).toBe("");
  });

  it("is said to be missing when the browser takes it away", async () => {
    show();
    expect(screen.queryByRole("button", { name: /Alarms are silent/ })).toBeNull();
    act(() => become("suspended"));
    expect(screen.getByRole("button", { name: /Alarms are silent/ })).toBeTruthy();
  });

  it("is tested at the start of a shift by somebody who hears it, and again by the next", async () => {
    const { unmount } = show();
    await press(/Test sound/);
    await press(/Play three tones/);
    expect(tones).toEqual(Array(3).fill(medium));
    await press(/I did not/);
    expect(screen.getByRole("alert").textContent).toContain("Look at the volume");
    await press(/I heard them/);
    expect(screen.getByRole("button", { name: /Sound on/ })).toBeTruthy();
    unmount();
    readAgain();
    render(
      <LiveStage store={store}>
        <SoundState />
      </LiveStage>,
    ).unmount();
    render(
      <LiveStage store={store} name="hale">
        <SoundState />
      </LiveStage>,
    );
    expect(screen.getByRole("button", { name: /Test sound/ })).toBeTruthy();
  });

  it("is asked about again after a shift", async () => {
    localStorage.setItem("infusion.sound", JSON.stringify({ heard: { by: "okafor", atMs: atMs - 11.9 * 3_600_000 } }));
    show();
    expect(screen.getByRole("button", { name: /Sound on/ })).toBeTruthy();
    vi.setSystemTime(atMs + 3_600_000);
    await pass(1000);
    expect(screen.getByRole("button", { name: /Test sound/ })).toBeTruthy();
  });

  it("is off where somebody chose so, and says that", async () => {
    show(alarm());
    await press(/Test sound/);
    await press(/No sound at this screen/);
    tones.length = 0;
    await pass(30_000);
    expect(tones).toEqual([]);
    expect(screen.getByRole("button", { name: /Sound off/ })).toBeTruthy();
    await press(/Turn sound on/);
    expect(tones.slice(0, 10)).toEqual(Array(10).fill(high));
  });

  it("is tested in a dialog that a screen reader can use", async () => {
    show();
    await press(/Test sound/);
    await press(/Play three tones/);
    vi.useRealTimers();
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(violations).toEqual([]);
  });
});

describe("what sounds", () => {
  const live = (...alarms: AlarmView[]) => ({
    link: "current" as const,
    chairs: { A1: chair("A1", { alarms }) },
    clinicAlarms: [],
  });

  it("is an alarm of the clinic itself too", () => {
    expect(
      soundingPriority({ ...live(), clinicAlarms: [alarm({ chair: null, priority: "low" })] }, new Map(), atMs),
    ).toBe("low");
  });

  it("is not what the server says is paused, for as long as it says", () => {
    const paused = live(alarm({ audioPausedUntil: later(60) }));
    expect(soundingPriority(paused, new Map(), Date.parse(at))).toBeNull();
    expect(soundingPriority(paused, new Map(), atMs + 60_000)).toBe("high");
  });
});
