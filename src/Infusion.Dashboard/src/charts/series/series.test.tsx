import { render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { Route, Routes } from "react-router";
import { afterEach, expect, it, vi } from "vitest";
import { LiveStore } from "../../live/store";
import type { Outcomes } from "../../outcomes/contract";
import { at, later, snapshot } from "../../testing/fixtures";
import { LiveStage } from "../../testing/LiveStage";
import type { PatientSeries, SeriesSession } from "./contract";
import { outcomesBeside } from "./measures";
import SeriesPage from "./SeriesPage";

const infusion = (part: Partial<SeriesSession> = {}): SeriesSession => ({
  session: "s-1",
  chair: "A1",
  phase: "closed",
  isComplete: true,
  at,
  drug: "ketamine",
  weightKg: 70,
  orderedMg: 35,
  orderedMgPerKg: 0.5,
  givenMg: 22.3,
  givenMgPerKg: 0.3186,
  minutes: 25,
  vitals: {
    baselineSystolic: 122,
    highestSystolic: 148,
    baselineHeartRate: 70,
    highestHeartRate: 96,
    baselineSpO2: 98,
    lowestSpO2: 84,
  },
  scores: { highestDissociation: 12, lowestSedation: 3, highestNausea: null },
  alarms: { high: 1, medium: 2, low: 4, actedOn: 5, all: 7 },
  adverseEvents: 1,
  gravestAdverseEvent: 2,
  rescues: 1,
  gapMinutes: 3,
  ...part,
});

const assessment = (on: string, total: number | null, withdrawn = false) => ({
  on,
  score: { total },
  withdrawn: withdrawn ? { at, by: "x", reason: null } : null,
});
const outcomes = {
  series: [
    {
      instrument: { instrument: "phq9", name: "PHQ-9", highest: 27 },
      assessments: [assessment("2026-11-20", 19), assessment("2026-11-22", 3, true), assessment("2026-11-27", null)],
    },
    { instrument: { instrument: "gad7", name: "GAD-7", highest: 21 }, assessments: [] },
  ],
} as unknown as Outcomes;

afterEach(() => vi.unstubAllGlobals());

function show(series: PatientSeries) {
  vi.stubGlobal("fetch", async (path: string) => {
    if (path.endsWith("/patients/p-1/series")) return Response.json(series);
    if (path.endsWith("/outcomes")) return Response.json(outcomes);
    if (path.endsWith("/patients/p-1")) return Response.json({ id: "p-1", name: "Example, Erika" });
    return new Response("{}", { status: 404 });
  });
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  return render(
    <LiveStage store={store} roles={["physician"]} at="/patients/p-1/series">
      <Routes>
        <Route path="/patients/:patient/series" element={<SeriesPage />} />
      </Routes>
    </LiveStage>,
  );
}

it("has the infusions side by side in small pictures, and in numbers", async () => {
  const second = infusion({
    session: "s-2",
    at: later(7 * 86_400),
    isComplete: false,
    givenMg: null,
    givenMgPerKg: null,
    vitals: { ...infusion().vitals, lowestSpO2: null },
  });
  const { container } = show({ asOf: later(0), sessions: [infusion(), second], earlier: 2 });
  await screen.findByRole("heading", { name: "Example, Erika: 2 infusions" });
  expect(screen.getByText(/2 before these are not shown/)).toBeTruthy();
  expect(
    screen.getByRole("img", { name: "Dose by weight, mg/kg, by session: Mon 23 Nov 2026 0.32, Mon 30 Nov 2026 –." }),
  ).toBeTruthy();
  expect(screen.getByRole("img", { name: /^Lowest SpO2, %, by session: .* 84, .* –\.$/ })).toBeTruthy();
  expect(
    await screen.findByRole("img", { name: /^PHQ-9, last before, of 27, by session: .* 19, .* 19\.$/ }),
  ).toBeTruthy();
  // What stands beside a picture's name is of the last infusion, known or not.
  expect(screen.getByText(/^Lowest SpO2/).querySelector("b")?.textContent).toBe("–");
  const table = within(screen.getByRole("table", { name: /The infusions in numbers/ }));
  expect(table.getByRole("row", { name: /^1 / }).textContent).toContain("22.3 of 35.0 mg");
  const open = table.getByRole("row", { name: /^2 / }).textContent;
  expect(open).toContain("open");
  expect(open).toContain("not known, of 35.0 mg ordered");
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it("says that no infusion has begun", async () => {
  show({ asOf: at, sessions: [], earlier: 0 });
  expect(await screen.findByText("No infusion has begun yet.")).toBeTruthy();
});

it("takes the last valid score up to the day, and none that was withdrawn or came later", () => {
  const [measure, ...others] = outcomesBeside(outcomes, ["2026-11-19", "2026-11-23", "2026-11-30"]);
  expect(others).toEqual([]);
  expect(measure?.points.map((point) => point.value)).toEqual([null, 19, 19]);
});
