import { act, cleanup, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { alarm, at, batch, chair, heartbeat, snapshot, value } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { BoardPage } from "./BoardPage";

describe("the board", () => {
  let store: LiveStore;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(at), shouldAdvanceTime: false });
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
    store = new LiveStore(undefined, (run) => run());
    store.dispatch({
      kind: "snapshot",
      snapshot: snapshot({
        chairs: [
          chair("A1"),
          chair("A2", {
            vitals: { hr: value({ value: 104 }), spo2: value({ value: 86 }) },
            alarms: [alarm({ id: "a", chair: "A2", session: "session-a2" })],
          }),
          chair("A3", { session: null, vitals: {} }),
        ],
      }),
    });
    render(<BoardPage />, { wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage> });
  });
  afterEach(() => {
    localStorage.clear();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const strip = (name: string) => screen.getByRole("article", { name: `Chair ${name}` });
  const names = () => screen.getAllByRole("article").map((a) => within(a).getByRole("heading").textContent);

  it("shows the chair in need first, in the document too", () => {
    expect(names()).toEqual(["Chair A2", "Chair A1", "Chair A3"]);
    expect(within(strip("A2")).getByRole("button", { name: "Acknowledge" })).toBeTruthy();
    expect(strip("A3").textContent).toContain("free");
  });

  it("orders by need or by room, and the next opening of the board has the choice still", async () => {
    act(() => screen.getByRole("button", { name: /^Order: need/ }).click());
    expect(names()).toEqual(["Chair A1", "Chair A2", "Chair A3"]);
    cleanup();
    render(<BoardPage />, { wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage> });
    expect(names()).toEqual(["Chair A1", "Chair A2", "Chair A3"]);
    act(() => screen.getByRole("button", { name: /^Order: room/ }).click());
    expect(names()).toEqual(["Chair A2", "Chair A1", "Chair A3"]);
  });

  it("has the limits of a pressure beside it, and marks the one that it crosses", () => {
    const nibp = { systolic: 172, diastolic: 98, mean: 123, quality: "valid" as const, at, receivedAt: at };
    const chairs = [chair("A1", { nibp: { ...nibp, staleAfterSeconds: 900, systolicLow: 90, systolicHigh: 160 } })];
    act(() => store.dispatch({ kind: "batch", batch: batch([{ n: 11, kind: "chairs", chairs }]) }));
    const cell = strip("A1").querySelector(".v-nibp .lim");
    expect(cell?.textContent).toBe("16090");
    expect(cell?.querySelector(".hit")?.textContent).toBe("160");
  });

  it("says who goes to a chair: whoever has it, and during a break who covers", () => {
    const has = { person: "nurse-a", since: "2026-01-05T10:00:00Z", offeredTo: null, isOfferedForBreak: false };
    const chairs = [
      chair("A1", { holder: { ...has, chair: "A1", cover: null } }),
      chair("A2", { holder: { ...has, chair: "A2", cover: "nurse-b" } }),
      chair("A3", { session: null, vitals: {}, holder: { ...has, chair: "A3", cover: null } }),
    ];
    act(() => store.dispatch({ kind: "batch", batch: batch([{ n: 11, kind: "chairs", chairs }]) }));
    const [first, second, free] = ["A1", "A2", "A3"].map(strip);
    expect(first?.textContent).toContain("Has it: nurse-a");
    expect(second?.textContent).toContain("Covered by nurse-b");
    expect(second?.querySelector(".who-has")?.getAttribute("title")).toContain("for nurse-a");
    expect(free?.textContent).toContain("Has it: nurse-a");
  });

  it("blanks a value that grew old, with nothing heard at all", () => {
    expect(strip("A1").textContent).toContain("72");
    act(() => void vi.advanceTimersByTime(17_000));
    expect(strip("A1").textContent).not.toContain("72");
    expect(strip("A1").textContent).toContain("no value 0:17");
  });

  it("after a cut blanks every value and says what was", () => {
    act(() => void store.dispatch({ kind: "silence" }));
    expect(strip("A2").textContent).not.toContain("104");
    expect(strip("A2").textContent).toContain("Was active at 15:10:00: SpO2 86 %");
    expect(strip("A1").textContent).toContain("as of 15:10:00");
    expect(screen.getByText(/Connection lost for/)).toBeTruthy();
  });

  it("says that charting is delayed only when it is for longer than two seconds", () => {
    act(() => void store.dispatch({ kind: "heartbeat", heartbeat: heartbeat({ input: 114, unsavedSince: at }) }));
    expect(screen.queryByText(/Charting delayed/)).toBeNull();
    act(() => void vi.advanceTimersByTime(3000));
    expect(screen.getByText("Charting delayed, 14 unsaved")).toBeTruthy();
  });

  it("says how much is held on disk, and louder as that fills", () => {
    const beat = (part: object) =>
      act(
        () =>
          void store.dispatch({
            kind: "heartbeat",
            heartbeat: heartbeat({ input: 224, unsavedSince: at, spooled: 118, ...part }),
          }),
      );
    beat({ spoolShare: 0.02 });
    act(() => void vi.advanceTimersByTime(3000));
    expect(screen.getByText("Charting delayed, 124 unsaved")).toBeTruthy();
    expect(screen.getByText(/held on disk 118 \(2 %\)/)).toBeTruthy();
    expect(screen.getByRole("status", { name: "Charting" }).textContent).toBe("Charting is delayed. Values are live.");
    beat({ spoolShare: 0.85 });
    expect(screen.getByText(/devices will soon not be acknowledged/)).toBeTruthy();
    beat({ spoolShare: 1 });
    expect(screen.getByText("Devices are not acknowledged")).toBeTruthy();
    expect(screen.getByRole("status", { name: "Charting" }).textContent).toContain("The disk is full");
    beat({ spoolShare: 0, spooled: 0, input: 100, unsavedSince: null });
    expect(screen.getByText("all saved")).toBeTruthy();
    expect(screen.getByRole("status", { name: "Charting" }).textContent).toBe("");
  });

  it("says across the board that charting stands still, once, and no more when it goes on", () => {
    const stuck = (standsStillBecause: string | null, input: number) =>
      act(
        () =>
          void store.dispatch({
            kind: "heartbeat",
            heartbeat: heartbeat({ input, unsavedSince: at, standsStillBecause }),
          }),
      );
    stuck("the store refuses it (SQLSTATE P0001)", 114);
    const bar = screen.getByRole("region", { name: "Charting stands still" });
    expect(bar.textContent).toContain("the store refuses it (SQLSTATE P0001)");
    expect(bar.textContent).toContain("Values are live; nothing is being charted.");
    const said = within(bar).getByRole("alert").textContent;
    stuck("the store refuses it (SQLSTATE P0001)", 120);
    expect(within(bar).getByRole("alert").textContent).toBe(said);
    stuck(null, 120);
    expect(screen.queryByRole("region", { name: "Charting stands still" })).toBeNull();
  });

  it("announces a new alarm once", () => {
    const raised = alarm({ id: "b", chair: "A1", headline: "HR 130 /min, limit 110 /min" });
    act(
      () =>
        void store.dispatch({
          kind: "batch",
          batch: batch([{ n: 11, kind: "alarm", change: "raised", alarm: raised }]),
        }),
    );
    expect(screen.getByText("High priority alarm, chair A1: HR 130 /min, limit 110 /min")).toBeTruthy();
  });

  it("always says what it is not", () => {
    expect(screen.getByText("The bedside monitor is the alarm of record.")).toBeTruthy();
    expect(screen.getByText("Sample limits, not approved")).toBeTruthy();
    expect(screen.getByText("Simulator data")).toBeTruthy();
  });

  it("has no fault that axe can see", async () => {
    vi.useRealTimers();
    // jsdom draws nothing: colours are measured on the tokens themselves.
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });
});
