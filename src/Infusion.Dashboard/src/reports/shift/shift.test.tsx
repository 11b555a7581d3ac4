import { fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../../live/store";
import { at, later, snapshot } from "../../testing/fixtures";
import { LiveStage } from "../../testing/LiveStage";
import type { ShiftReport, ShiftSession } from "./contract";
import ShiftReportPage, { currentShift } from "./ShiftReportPage";
import { answerText, countText, doseText, unknownsOf } from "./words";

const session = (part: Partial<ShiftSession> = {}): ShiftSession => ({
  session: "s-1",
  chair: "A1",
  patientId: "p-1",
  patient: "Example, Erika",
  mrn: "208-4417",
  phase: "closed",
  checkedInAt: at,
  startedAt: later(600),
  stoppedAt: later(3_000),
  dischargedAt: later(7_200),
  orderedMg: 35,
  orderedMgPerKg: 0.5,
  standing: "known",
  deliveredMg: 22.3,
  alarmCounts: { high: 1, medium: 0, low: 2, actedOn: 1, all: 3 },
  alarms: [
    {
      headline: "SpO2 86 %, limit 90 %",
      priority: "high",
      raisedAt: later(900),
      endedAt: later(960),
      acknowledgedAt: later(920),
      acknowledgedBy: "R. Okafor, RN",
      actedAt: later(920),
    },
  ],
  interventions: [{ at: later(1_000), text: "Infusion paused: desaturation", by: "R. Okafor, RN" }],
  open: [
    { code: "vial-balance", text: "2 mg of the opened vials are not accounted for", times: [], mayBeWaived: true },
  ],
  vials: [
    {
      drug: "ketamine",
      lot: "K4471",
      labelledMg: 200,
      overfillMg: 0,
      givenMg: 22.3,
      wastedMg: 175.7,
      returnedMg: 0,
      leftMg: 2,
    },
  ],
  notEvaluated: [],
  openGaps: 0,
  ...part,
});

const whole: ShiftReport = {
  clinic: "Harbor Street Clinic",
  timeZone: "America/New_York",
  simulated: true,
  from: later(-3_600),
  to: later(7_200),
  madeAt: later(7_300),
  isOver: true,
  chairs: [
    { chair: "A1", person: "R. Okafor, RN", coveredFor: null, from: at, to: later(600) },
    { chair: "A1", person: "M. Hale", coveredFor: "R. Okafor, RN", from: later(600), to: later(900) },
    { chair: "B1", person: null, coveredFor: null, from: at, to: later(900) },
  ],
  sessions: [session()],
  outsideAlarms: 1,
};

describe("the report of a shift", () => {
  let answer: () => Promise<Response>;
  beforeEach(() => {
    answer = async () => Response.json(whole);
    vi.stubGlobal("fetch", async (path: string) =>
      path.includes("/reports/shift") ? answer() : new Response("{}", { status: 404 }),
    );
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = () => {
    const store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    return render(
      <LiveStage store={store}>
        <ShiftReportPage />
      </LiveStage>,
    );
  };

  it("says until when it is true, who had which chair, what happened and what is open", async () => {
    const { container } = show();
    const paper = within(await screen.findByRole("article"));
    expect(paper.getByText(/True until/).textContent).toContain("17:10:00; entries made until 17:11:40 are in it.");
    expect(paper.getByRole("row", { name: /A1 15:20 15:25/ }).textContent).toContain(
      "M. Hale, covering a break of R. Okafor, RN",
    );
    expect(paper.getByRole("row", { name: /^B1/ }).textContent).toContain("nobody");
    const one = within(paper.getByRole("region", { name: /A1: Example, Erika/ }));
    expect(one.getByText("22.3 of 35.0 mg (0.50 mg/kg)")).toBeTruthy();
    expect(one.getByText("1 high, 0 medium, 2 low; acted on 1 of 3")).toBeTruthy();
    expect(one.getByText(/2.0 mg NOT ACCOUNTED FOR/)).toBeTruthy();
    expect(one.getByRole("row", { name: /SpO2 86 %/ }).textContent).toContain("*** High");
    expect(one.getByRole("row", { name: /Infusion paused/ }).textContent).toContain("R. Okafor, RN");
    expect(one.getByText(/2 mg of the opened vials/)).toBeTruthy();
    expect(paper.getByText("SIMULATED DATA")).toBeTruthy();
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it("does not pass the report that was made before for the one that could not be made", async () => {
    show();
    await screen.findByText(/True until/);
    answer = async () => new Response(JSON.stringify({ detail: "to is not after from." }), { status: 400 });
    fireEvent.click(screen.getByRole("button", { name: "Make it again" }));
    expect((await screen.findByRole("alert")).textContent).toContain(
      "to is not after from. What is shown is as it was before.",
    );
    expect(screen.getByText(/True until/).textContent).toContain("NOT CURRENT");
  });
});

it("names all that is not known or not finished", () => {
  expect(unknownsOf(whole)).toEqual([]);
  const said = unknownsOf({
    ...whole,
    isOver: false,
    sessions: [
      session({ phase: "infusing", standing: "still_flows", openGaps: 2, notEvaluated: [{ from: at, to: later(60) }] }),
      session({ chair: "B1", standing: "not_known", deliveredMg: null }),
    ],
  }).join("\n");
  expect(said).toContain("The shift is not over");
  expect(said).toContain("A1, Example, Erika: nobody judged the vitals from 15:10:00 to 15:11:00.");
  expect(said).toContain("2 holes");
  expect(said).toContain("the pump still delivers");
  expect(said).toContain("A1, Example, Erika: the session is open (infusing).");
  expect(said).toContain("B1, Example, Erika: the dose given is not known");
});

it("has words for a dose that is not known, for one that grows, and for alarms that nobody answered", () => {
  expect(doseText(session({ standing: "not_known", deliveredMg: null }))).toBe("not known, of 35.0 mg ordered");
  expect(doseText(session({ standing: "still_flows" }))).toBe("more than 22.3 of 35.0 mg, still flowing");
  expect(countText({ high: 0, medium: 0, low: 0, actedOn: 0, all: 0 })).toBe("none");
  const [alarm] = session().alarms;
  if (!alarm) throw new Error("one");
  const unanswered = { ...alarm, acknowledgedAt: null, acknowledgedBy: null, endedAt: null };
  expect(answerText({ ...unanswered, actedAt: null }, "UTC")).toBe("nobody acted; had not ended");
  expect(answerText(unanswered, "UTC")).toBe("sound paused, not acknowledged; had not ended");
});

it.each([
  ["2026-11-23T12:30:00Z", "2026-11-23T07:00"],
  ["2026-11-23T11:59:00Z", "2026-11-22T23:00"],
  ["2026-11-23T20:00:00Z", "2026-11-23T15:00"],
  ["2026-11-24T04:00:00Z", "2026-11-23T23:00"],
])("at %s the shift began at %s in New York", (now, from) => {
  expect(currentShift(Date.parse(now), "America/New_York").from).toBe(from);
});
