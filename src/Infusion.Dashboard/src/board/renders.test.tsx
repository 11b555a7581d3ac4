import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { alarmAbout } from "../live/alarmTarget";
import type { Delta } from "../live/contract";
import { LiveStore } from "../live/store";
import { alarm, at, batch, chair, later, session, snapshot, value } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { AlarmBand } from "../ui/AlarmBand";
import { TopBar } from "../ui/bar/TopBar";
import { PhaseLine } from "../ui/PhaseLine";
import { BoardPage } from "./BoardPage";

vi.mock("../live/alarmTarget", async (real) => {
  const { alarmAbout } = await real<typeof import("../live/alarmTarget")>();
  return { alarmAbout: vi.fn(alarmAbout) };
});
vi.mock("../ui/AlarmBand", async (real) => {
  const { AlarmBand } = await real<typeof import("../ui/AlarmBand")>();
  return { AlarmBand: vi.fn(AlarmBand) };
});
vi.mock("../ui/bar/TopBar", async (real) => {
  const { TopBar } = await real<typeof import("../ui/bar/TopBar")>();
  return { TopBar: vi.fn(TopBar) };
});
vi.mock("../ui/PhaseLine", async (real) => {
  const { PhaseLine } = await real<typeof import("../ui/PhaseLine")>();
  return { PhaseLine: vi.fn(PhaseLine) };
});

type Unnumbered<D> = D extends Delta ? Omit<D, "n"> : never;

/** The strips that rendered: each asks which alarm is about its pressure. */
const strips = () => new Set(vi.mocked(alarmAbout).mock.calls.map(([view]) => view.chair));

describe("what renders on the board", () => {
  let store: LiveStore;
  let n: number;
  const hear = (...deltas: Unnumbered<Delta>[]) =>
    act(() => {
      const numbered = deltas.map((delta) => ({ n: ++n, ...delta }) as Delta);
      store.dispatch({ kind: "batch", batch: batch(numbered) });
    });

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(at), shouldAdvanceTime: false });
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
    store = new LiveStore(undefined, (run) => run());
    n = 10;
    const alarms = [alarm({ chair: "A1", session: "session-a1" })];
    store.dispatch({ kind: "snapshot", snapshot: snapshot({ chairs: [chair("A1", { alarms }), chair("A2")] }) });
    render(<BoardPage />, { wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage> });
    vi.clearAllMocks();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const strip = (name: string) => screen.getByRole("article", { name: `Chair ${name}` });
  const names = () => screen.getAllByRole("article").map((each) => each.getAttribute("aria-label"));

  it("is for numbers of one chair that chair alone, and neither its alarms nor who sits there", () => {
    hear({ kind: "vitals", chair: "A1", vitals: { hr: value({ value: 81 }) } });
    expect(strip("A1").querySelector(".v-hr .num")?.textContent).toBe("81");
    expect(strips()).toEqual(new Set(["A1"]));
    hear({ kind: "vitals", chair: "A1", givenMg: 12.3, givenAsOf: at, expectedEndAt: later(900) });
    expect(strip("A1").querySelector(".dose")?.textContent).toContain("12.3 of");
    expect(strips()).toEqual(new Set(["A1"]));
    expect(AlarmBand).not.toHaveBeenCalled();
    expect(PhaseLine).not.toHaveBeenCalled();
    expect(TopBar).not.toHaveBeenCalled();
  });

  it("is for a second that passes no strip, and all ages", () => {
    act(() => void vi.advanceTimersByTime(3000));
    expect(strips()).toEqual(new Set());
    expect(strip("A2").querySelector(".v-spo2 .age")?.textContent).toBe("3 s");
  });

  it("is all that changed: the phase, what is due, and the order when another chair is in need", () => {
    const due = [{ what: "sedation" as const, dueAt: later(60), overdueAt: null }];
    const part = { session: session({ id: "session-a2", phase: "paused", due }) };
    hear({ kind: "chair", chair: "A2", view: chair("A2", part) });
    expect(strip("A2").querySelector(".phase")?.textContent).toContain("Paused");
    expect(strip("A2").querySelector(".next-due")?.textContent).toBe("Sedation in 1:00");
    expect(names()).toEqual(["Chair A1", "Chair A2"]);
    hear(
      { kind: "alarm", change: "raised", alarm: alarm({ id: "b", chair: "A2", session: "session-a2" }) },
      { kind: "alarm", change: "updated", alarm: alarm({ chair: "A1", acknowledged: true }) },
    );
    expect(names()).toEqual(["Chair A2", "Chair A1"]);
    expect(strip("A2").querySelectorAll(".band-high")).toHaveLength(1);
  });
});
