import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Actions } from "../chair/Actions";
import type { CareView, SessionView } from "../live/contract";
import { LiveStore } from "../live/store";
import { at, chair, later, session, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { CarePanels } from "./CarePanels";
import { EmergencyMark, EmergencyPanel } from "./Emergency";
import { HandVitalsForm } from "./HandVitalsForm";
import { ReviewPanel } from "./ReviewPanel";

const sent: Record<string, unknown>[] = [];
let answer: () => Promise<Response>;

beforeEach(() => {
  sent.length = 0;
  answer = () => new Promise(() => undefined);
  vi.stubGlobal("fetch", (_: string, request?: RequestInit) => {
    sent.push(JSON.parse(String(request?.body)));
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

const care = (part: Partial<CareView> = {}): CareView => ({ ...session().care, ...part });

function show(content: (view: SessionView) => React.ReactNode, part: Partial<SessionView> = {}) {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  return render(content(session(part)), {
    wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage>,
  });
}

const type = (label: RegExp, text: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });

const refused = () =>
  Promise.resolve(
    new Response(JSON.stringify({ title: "Refused", detail: "Systolic must be above diastolic." }), {
      status: 409,
      headers: { "content-type": "application/problem+json" },
    }),
  );

describe("vitals by hand", () => {
  it("send what was filled in, in its units, and nothing else", () => {
    show((view) => <HandVitalsForm session={view} />, { id: "hand-1" });
    type(/^Systolic/, "142");
    type(/^Diastolic/, "88");
    type(/^Temperature/, "36,6");
    fireEvent.click(screen.getByRole("button", { name: "Chart vitals" }));
    expect(sent).toMatchObject([
      { type: "chart_vitals", systolicMmHg: 142, diastolicMmHg: 88, temperatureCelsius: 36.6 },
    ]);
    expect(Object.keys(sent[0] ?? {})).toHaveLength(5);
  });

  it("keep what was typed when they are refused, also over a leave of the page", async () => {
    answer = refused;
    const first = show((view) => <HandVitalsForm session={view} />, { id: "hand-2" });
    type(/^Heart rate/, "71");
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Chart vitals" })));
    expect(await screen.findByText("Not charted. The values are still here.")).toBeTruthy();
    first.unmount();
    show((view) => <HandVitalsForm session={view} />, { id: "hand-2" });
    expect((screen.getByLabelText(/^Heart rate/) as HTMLInputElement).value).toBe("71");
  });

  it("say which field is no number, and send nothing", () => {
    show((view) => <HandVitalsForm session={view} />, { id: "hand-3" });
    type(/^SpO2/, "9x");
    expect(screen.getByRole("status").textContent).toBe("SpO2 is not a number.");
    expect((screen.getByRole("button", { name: "Chart vitals" }) as HTMLButtonElement).disabled).toBe(true);
  });
});

describe("values of the monitor", () => {
  it("are held still, then confirmed or marked as artefact, with the time they had", () => {
    const view = chair("A1", { devices: [{ ...monitor }], nibp: null });
    show(() => <ReviewPanel view={view} session="s-1" />);
    fireEvent.click(screen.getByRole("button", { name: "Hold the values of now" }));
    fireEvent.click(screen.getByRole("button", { name: /^Mark Heart rate 72 .* as artefact$/ }));
    expect(sent).toMatchObject([
      { type: "review_vital", metric: "heart_rate", device: "mon-1", at, verdict: "artefact" },
    ]);
  });
});

const monitor = { device: "mon-1", kind: "monitor" as const, online: true, lastSeenAt: at, model: null, battery: null };

describe("an emergency", () => {
  it("is called with a second touch", () => {
    show((view) => <EmergencyPanel chair="A1" session={view} />);
    fireEvent.click(screen.getByRole("button", { name: "Emergency at chair A1" }));
    expect(sent).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Airway or breathing" }));
    expect(sent).toMatchObject([{ type: "call_emergency", kind: "airway" }]);
  });

  it("shows who came, and ends by a person", () => {
    const emergency = {
      kind: "airway" as const,
      calledAt: at,
      calledBy: "nora",
      arrivals: [{ who: "physician" as const, at: later(40) }],
    };
    show((view) => <EmergencyPanel chair="A1" session={view} />, { care: care({ emergency }) });
    expect(screen.getByRole("heading").textContent).toContain("Emergency: Airway or breathing");
    expect(screen.getByRole("listitem").textContent).toMatch(/^Physician came/);
    fireEvent.click(screen.getByRole("button", { name: "Anaesthetist" }));
    fireEvent.click(screen.getByRole("button", { name: "End emergency" }));
    expect(sent.map((each) => each.type)).toEqual(["chart_arrival", "end_emergency"]);
  });

  it("stands on the board by a word and a shape", () => {
    show(() => <EmergencyMark emergency={{ kind: "help", calledAt: at, calledBy: "nora", arrivals: [] }} />);
    expect(screen.getByText("Emergency")).toBeTruthy();
  });
});

describe("adverse events, rescue and setting", () => {
  it("are charted with code and grade, and get their outcome", () => {
    const known = { id: "e-1", code: "chest_pain", grade: 2, onset: at, outcome: null, endedAt: null };
    show((view) => <CarePanels session={view} />, { id: "care-1", care: care({ adverseEvents: [known] }) });
    type(/^What$/, "vomiting");
    type(/^Grade$/, "2");
    fireEvent.click(screen.getByRole("button", { name: "Chart event" }));
    type(/^Outcome of chest pain/, "resolved");
    expect(sent).toMatchObject([
      { type: "chart_adverse_event", code: "vomiting", grade: 2 },
      { type: "chart_adverse_event_outcome", adverseEvent: "e-1", outcome: "resolved" },
    ]);
  });

  it("take a rescue only with dose, unit and route, and its response later", () => {
    const given = {
      id: "r-1",
      medication: "labetalol",
      dose: 10,
      unit: "milligram" as const,
      route: "intravenous" as const,
      at,
      response: null,
    };
    show((view) => <CarePanels session={view} />, { id: "care-2", care: care({ rescues: [given] }) });
    const panel = within(screen.getByRole("region", { name: "Rescue medication given" }));
    const chart = panel.getByRole("button", { name: "Chart as given" }) as HTMLButtonElement;
    type(/^Medication/, "other");
    type(/^Dose/, "12,5");
    type(/^Unit/, "milligram");
    type(/^Route/, "intravenous");
    expect(chart.disabled).toBe(true);
    type(/^Its name/, "urapidil");
    fireEvent.click(chart);
    fireEvent.click(panel.getByRole("button", { name: "Partial" }));
    fireEvent.click(screen.getByRole("button", { name: "Music" }));
    expect(sent).toMatchObject([
      { type: "give_rescue", medication: "other", name: "urapidil", dose: 12.5 },
      { type: "chart_rescue_response", rescue: "r-1", response: "partial" },
      { type: "chart_setting", item: "music", isOn: true },
    ]);
  });
});

describe("start and stop", () => {
  it("charts a start that nobody charted for when the pump began", () => {
    show((view) => <Actions session={view} />, {
      phase: "ready",
      startedAt: null,
      care: care({ pumpBeganAt: later(-90) }),
    });
    fireEvent.click(screen.getByRole("button", { name: /^Chart the start at .* when the pump began$/ }));
    expect(sent).toMatchObject([{ type: "start_infusion", at: later(-90) }]);
  });

  it("shows both times and how far they are apart", () => {
    show((view) => <Actions session={view} />, {
      phase: "infusing",
      startedAt: later(0),
      care: care({ pumpBeganAt: later(-90) }),
    });
    expect(screen.getByText(/charted 1:30 later/)).toBeTruthy();
  });

  it("sends the reason of a stop", () => {
    show((view) => <Actions session={view} />, { phase: "infusing" });
    fireEvent.click(screen.getByRole("button", { name: "Stop" }));
    type(/^Reason/, "patients_wish");
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Stop" }));
    expect(sent).toMatchObject([{ type: "stop_infusion", reason: "patients_wish" }]);
  });

  it("charts one dose by another route, and offers no start", () => {
    show((view) => <Actions session={view} />, { phase: "ready", care: care({ route: "intramuscular" }) });
    expect(screen.queryByRole("button", { name: "Start charting" })).toBeNull();
    type(/^Dose/, "30");
    fireEvent.click(screen.getByRole("button", { name: "Chart dose as given" }));
    expect(sent).toMatchObject([{ type: "give_dose", route: "intramuscular", doseMg: 30 }]);
  });
});

it("has no fault that axe can see", async () => {
  show((view) => (
    <>
      <EmergencyPanel chair="A1" session={view} />
      <Actions session={view} />
      <HandVitalsForm session={view} />
      <CarePanels session={view} />
    </>
  ));
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((v) => v.id)).toEqual([]);
});
