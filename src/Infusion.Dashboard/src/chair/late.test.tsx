import { act, fireEvent, render, screen, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CarePanels } from "../care/CarePanels";
import { HandVitalsForm } from "../care/HandVitalsForm";
import type { SessionView } from "../live/contract";
import { LiveStore } from "../live/store";
import { at, chair, session, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { Actions } from "./Actions";
import { EventList } from "./EventList";
import { Observations } from "./Observations";

const sent: Record<string, unknown>[] = [];
let events: unknown[] = [];

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal("fetch", async (_: string, request?: RequestInit) => {
    if (request?.method !== "POST") return Response.json(events);
    sent.push(JSON.parse(String(request.body)));
    return Response.json({ epoch: 1, input: 101 });
  });
});
afterEach(() => vi.unstubAllGlobals());

function show(content: (view: SessionView) => ReactNode, part: Partial<SessionView> = {}) {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  return render(content(session(part)), {
    wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage>,
  });
}

const type = (label: RegExp, text: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
const press = (name: string | RegExp) => act(async () => fireEvent.click(screen.getByRole("button", { name })));

/** 14:05 in New York, an hour and five minutes before the snapshot. */
const then = "2026-11-23T19:05:00.000Z";

describe("what is entered late", () => {
  it("is vitals with the time at which they were measured", async () => {
    show((view) => <HandVitalsForm session={view} />, { id: "late-1" });
    type(/^Heart rate/, "71");
    type(/^Measured at/, "14:05");
    await press("Chart vitals");
    expect(sent).toMatchObject([{ type: "chart_vitals", heartRatePerMinute: 71, at: then }]);
    expect((screen.getByLabelText(/^Measured at/) as HTMLInputElement).value).toBe("");
  });

  it("waits while what was typed is no time of day", async () => {
    show((view) => <HandVitalsForm session={view} />, { id: "late-2" });
    type(/^Heart rate/, "71");
    type(/^Measured at/, "25:00");
    expect(screen.getByText("is no time of day")).toBeTruthy();
    expect((screen.getByRole("button", { name: "Chart vitals" }) as HTMLButtonElement).disabled).toBe(true);
  });

  it("is a score, once: the next one is of now again", async () => {
    show((view) => <Observations session={view} />, { id: "late-3" });
    type(/^Seen at/, "14:05");
    await press("5");
    await press("4");
    expect(sent).toMatchObject([{ score: 5, at: then }, { score: 4 }]);
    expect(sent[1]).not.toHaveProperty("at");
  });

  it("is a stop, with its reason", async () => {
    show((view) => <Actions session={view} />, { id: "late-4" });
    type(/^When it was/, "14:05");
    await press("Stop");
    await act(async () => fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Stop" })));
    expect(sent).toMatchObject([{ type: "stop_infusion", at: then }]);
  });

  it("is an adverse event and a rescue medication", async () => {
    show((view) => <CarePanels session={view} />, { id: "late-5" });
    type(/^What$/, "vomiting");
    type(/^Grade$/, "2");
    type(/^Since/, "1405");
    await press("Chart event");
    type(/^Medication/, "ondansetron");
    type(/^Dose/, "4");
    type(/^Unit/, "milligram");
    type(/^Route/, "intravenous");
    type(/^Given at/, "14.05");
    await press("Chart as given");
    expect(sent).toMatchObject([
      { type: "chart_adverse_event", onset: then },
      { type: "give_rescue", at: then },
    ]);
  });

  it("stands on the chart with both times", async () => {
    const event = {
      id: "e-1",
      type: "vitals_charted",
      recordedAt: at,
      by: "nora",
      text: "By hand: HR 71",
      priority: null,
    };
    events = [{ ...event, at: then, enteredAt: at }];
    show((view) => <EventList view={chair("A1")} session={view.id} />, { id: "late-6" });
    const line = await screen.findByText(/late entry, entered/);
    expect(line.closest("li")?.textContent).toBe("14:05By hand: HR 71 nora late entry, entered 15:10");
    expect(screen.getByText("14:05").title).toMatch(/14:05:00 EST, UTC−05:00$/);
  });
});
