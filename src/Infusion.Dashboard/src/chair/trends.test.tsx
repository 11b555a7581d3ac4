import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import type { ChartEvent } from "../session/contract";
import { at, atMs, chair, later, session, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { alarmsIn, doingsIn, marksOn } from "./marks";
import { TrendPanel } from "./TrendPanel";

const event = (id: string, at: string, part: Partial<ChartEvent> = {}): ChartEvent => ({
  id,
  type: "note_written",
  at,
  recordedAt: at,
  by: null,
  text: `Event ${id}`,
  priority: null,
  ...part,
});
const events = [
  event("start", later(-1200), { type: "infusion_started", text: "Infusion started" }),
  event("low", later(-600), { type: "alarm_raised", text: "HR 130 /min", priority: "medium" }),
  event("spo2", later(-590), { type: "alarm_raised", text: "SpO2 86 %", priority: "high" }),
  event("acked", later(-580), { type: "alarm_acknowledged", text: "Acknowledged", priority: "high" }),
  event("earlier", later(-7200), { text: "Before all of this" }),
];

describe("marks on the axis", () => {
  const axis = { fromMs: atMs - 1_800_000, toMs: atMs };

  it("stand where they were, those as near as a finger together, and none that is out of sight", () => {
    const marks = marksOn(alarmsIn(events), axis, 20);
    expect(marks.map(({ place, events: all }) => [place, all.map(({ id }) => id)])).toEqual([[2 / 3, ["low", "spo2"]]]);
    expect(marksOn(alarmsIn(events), axis, 1000)).toHaveLength(2);
    expect(marksOn(doingsIn(events), axis, 20).flatMap((mark) => mark.events.map(({ id }) => id))).toEqual(["start"]);
  });
});

describe("the trends", () => {
  let store: LiveStore;
  const asked: string[] = [];

  beforeEach(() => {
    asked.length = 0;
    vi.useFakeTimers({ now: new Date(at), toFake: ["Date", "setInterval", "clearInterval"] });
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      if (path.includes("/events")) return Response.json(events);
      if (path.includes("/trends"))
        return Response.json({
          from: at,
          to: at,
          vitals: { hr: [[atMs - 60_000, 71]] },
          nibp: [{ at: atMs - 120_000, systolic: 131, diastolic: 82, mean: 98 }],
          rateMlPerHour: [],
          givenMg: [],
          gaps: [],
          byHand: [],
        });
      return Response.json({ models: [], now: null, history: [], goesOn: null, stopsNow: null, changesTo: null });
    });
    store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const show = async () => {
    const view = chair("A1", { session: session({ startedAt: later(-1200) }) });
    if (!view.session) throw new Error("A session is needed.");
    render(<TrendPanel view={view} session={view.session} />, {
      wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage>,
    });
    await screen.findByRole("button", { name: /SpO2 86/ }).catch(() => undefined);
    await screen.findByRole("button", { name: /High priority/ });
  };
  const tracks = () => screen.getByRole("group", { name: /^Tracks/ });
  const press = (key: string) => act(async () => void fireEvent.keyDown(tracks(), { key }));
  const isPressed = (name: string) => screen.getByRole("button", { name }).getAttribute("aria-pressed");

  it("tell what a mark was when it is pressed", async () => {
    await show();
    await act(async () => void fireEvent.click(screen.getByRole("button", { name: /High priority/ })));
    const told = screen.getByRole("list", { name: "What was there" });
    expect(
      within(told)
        .getAllByRole("listitem")
        .map((line) => line.textContent?.trim()),
    ).toEqual(["15:00:00 HR 130 /min", "15:00:10 SpO2 86 %"]);
  });

  it("are read and moved by keys alone: values at the cursor, closer, the session, and back to now", async () => {
    await show();
    expect(screen.getByText("Point at a track to read it")).toBeTruthy();
    await press("ArrowLeft");
    await press("ArrowLeft");
    const readout = screen.getByText(/NIBP/, { selector: ".readout" });
    expect(readout.textContent).toMatch(/^15:08:4\d HR 71 \/min/);
    expect(readout.textContent).toMatch(/NIBP 131\/82 \(0:4\d before\)/);
    await press("Escape");
    await press("Home");
    expect(isPressed("Session")).toBe("true");
    await press("+");
    expect(isPressed("Session")).toBe("false");
    await press("PageUp");
    expect(screen.getByRole("button", { name: "Back to now" })).toBeTruthy();
    await press("End");
    expect(screen.queryByRole("button", { name: "Back to now" })).toBeNull();
  });

  it("come closer by the wheel once they are chosen, and leave the page its wheel before", async () => {
    await show();
    vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(0, 0, 600, 400));
    const wheel = () => {
      const turned = new WheelEvent("wheel", { deltaY: -100, clientX: 300, bubbles: true, cancelable: true });
      act(() => void tracks().dispatchEvent(turned));
      return turned.defaultPrevented;
    };
    expect(wheel()).toBe(false);
    expect(isPressed("30 min")).toBe("true");
    act(() => tracks().focus());
    expect(wheel()).toBe(true);
    expect(isPressed("30 min")).toBe("false");
  });

  it("have no fault that axe can see", async () => {
    await show();
    vi.useRealTimers();
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });
});
