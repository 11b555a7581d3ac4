import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionView } from "../live/contract";
import { LiveStore } from "../live/store";
import { at, later, session, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { Observations } from "./Observations";

describe("observations", () => {
  const sent: unknown[] = [];

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(at), shouldAdvanceTime: false });
    sent.length = 0;
    vi.stubGlobal("fetch", (_: string, request?: RequestInit) => {
      sent.push(JSON.parse(String(request?.body)));
      return new Promise(() => undefined);
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  function show(part: Partial<SessionView>) {
    const store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    return render(<Observations session={session(part)} />, {
      wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage>,
    });
  }

  const due = [
    { what: "blood_pressure" as const, dueAt: later(60), overdueAt: later(240) },
    { what: "sedation" as const, dueAt: later(120), overdueAt: later(420) },
  ];

  it("are listed with the time that is left, which runs", () => {
    show({ due });
    const lines = () => screen.getAllByRole("listitem").map((line) => line.textContent);
    expect(lines()).toEqual(["Blood pressure in 1:00", "Sedation in 2:00"]);
    act(() => void vi.advanceTimersByTime(250_000));
    expect(lines()).toEqual(["Blood pressure overdue, due for 3:10", "Sedation due for 2:10"]);
  });

  it("are charted with one tap, by the scale that is chosen", () => {
    show({ due });
    const scores = () => screen.getByRole("group");
    fireEvent.click(within(scores()).getByRole("button", { name: "4" }));
    fireEvent.click(screen.getByRole("button", { name: "RASS" }));
    fireEvent.click(within(scores()).getByRole("button", { name: "-2" }));
    fireEvent.click(screen.getByRole("button", { name: "Nausea" }));
    fireEvent.click(within(scores()).getByRole("button", { name: "10" }));
    expect(sent).toMatchObject([
      { type: "chart_observation", what: "sedation", scale: "moaa_s", score: 4 },
      { type: "chart_observation", what: "sedation", scale: "rass", score: -2 },
      { type: "chart_observation", what: "nausea", scale: "numeric", score: 10 },
    ]);
  });

  it("offer nothing before check-in and after discharge", () => {
    show({ phase: "planned", due });
    expect(screen.queryByRole("button")).toBeNull();
    expect(screen.queryByRole("listitem")).toBeNull();
  });

  it("have no fault that axe can see", async () => {
    show({ due });
    vi.useRealTimers();
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => v.id)).toEqual([]);
  });
});
