import { act, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChairView } from "../../live/contract";
import { gapIsNewsForMs } from "../../live/lacks";
import { LiveStore } from "../../live/store";
import { alarm, at, batch, chair, heartbeat, session, snapshot } from "../../testing/fixtures";
import { LiveStage } from "../../testing/LiveStage";
import { DataBar } from "./DataBar";

describe("the bar of data that are not whole", () => {
  let store: LiveStore;
  let n: number;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(at), shouldAdvanceTime: false });
    store = new LiveStore(undefined, (run) => run());
    n = 10;
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    render(<DataBar />, { wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage> });
  });
  afterEach(() => vi.useRealTimers());

  const chairs = (...views: ChairView[]) =>
    act(() => store.dispatch({ kind: "batch", batch: batch([{ n: ++n, kind: "chairs", chairs: views }]) }));
  const withGap = (name: string, device: string, since = at) =>
    chair(name, { session: session({ id: `session-${name}`, gaps: [{ device, at: since }] }) });
  const withClock = (name: string, source: string) =>
    chair(name, { alarms: [alarm({ code: "device-clock-jumped", chair: name, source, priority: "low" })] });
  const bar = () => screen.queryByRole("region", { name: "Data that are not whole" });
  const said = () => screen.getByRole("status", { name: "Missing messages" }).textContent;

  it("is not there while nothing is wrong", () => {
    expect(bar()).toBeNull();
    expect(said()).toBe("");
  });

  it("says what, at which chairs and what to do, gravest first, and leads there", () => {
    chairs(
      withClock("A1", "mon-1"),
      withGap("A2", "mon-2"),
      chair("B1", { alarms: [alarm({ code: "telemetry-lost", chair: "B1", source: "pump 3" })] }),
    );
    const text = bar()?.textContent ?? "";
    const places = ["Nothing is heard from", "Messages are missing from", "The clock is off at"].map((each) =>
      text.indexOf(each),
    );
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toContain("Watch the patient by hand until it is back.");
    expect(text).toContain("Set date and time on the device.");
    const links = within(bar() as HTMLElement).getAllByRole("link");
    expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual([
      ["Chair B1 pump 3", "/chairs/B1"],
      ["Chair A2 mon-2", "/chairs/A2#gaps"],
      ["Chair A1 mon-1", "/chairs/A1"],
    ]);
  });

  it("leads to the devices where one stands at no chair", () => {
    const clinicAlarms = [alarm({ code: "device-clock-unusable", chair: null, source: "mon-9" })];
    act(() => store.dispatch({ kind: "snapshot", snapshot: snapshot({ n: 20, clinicAlarms }) }));
    const link = within(bar() as HTMLElement).getByRole("link", { name: "mon-9" });
    expect(link.getAttribute("href")).toBe("/devices");
  });

  it("reads a gap out once, whatever comes after it at the same device", () => {
    chairs(withGap("A2", "mon-2"));
    const first = said();
    expect(first).toBe("Messages are missing from mon-2 at chair A2.");
    chairs(withGap("A2", "mon-2", new Date(Date.now() + 5_000).toISOString()));
    expect(said()).toBe(first);
    chairs(chair("A2"));
    expect(said()).toBe("");
    expect(bar()).toBeNull();
  });

  it("leaves what is an alarm to be read out as one", () => {
    chairs(withClock("A1", "mon-1"));
    expect(bar()).toBeTruthy();
    expect(said()).toBe("");
  });

  it("takes a gap away that nobody fills, with nothing heard of it", () => {
    chairs(withGap("A2", "mon-2"));
    // The clock of the server goes on while it is heard.
    for (let waited = 0; waited < gapIsNewsForMs; waited += 60_000) {
      expect(bar()).toBeTruthy();
      act(() => void vi.advanceTimersByTime(60_000));
      act(() =>
        store.dispatch({ kind: "heartbeat", heartbeat: heartbeat({ n, serverTime: new Date().toISOString() }) }),
      );
    }
    expect(bar()).toBeNull();
  });

  it("says nothing after a cut: nobody knows", () => {
    chairs(withGap("A2", "mon-2"));
    act(() => void store.dispatch({ kind: "silence" }));
    expect(bar()).toBeNull();
    expect(said()).toBe("");
  });

  it("has no fault that axe can see", async () => {
    chairs(withClock("A1", "mon-1"), withGap("A2", "mon-2"));
    vi.useRealTimers();
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });
});
