import { render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, expect, it, vi } from "vitest";
import { LiveStore } from "../../live/store";
import { at, later, snapshot } from "../../testing/fixtures";
import { LiveStage } from "../../testing/LiveStage";
import type { DoseReport, SessionDose } from "./contract";
import { doseCsv } from "./csv";
import DoseReportPage from "./DoseReportPage";
import { binsOf, medianOf, summaryOf } from "./figures";
import { deviationText } from "./words";

const dose = (part: Partial<SessionDose> = {}): SessionDose => ({
  session: "s-1",
  initials: "E.E.",
  chair: "A1",
  phase: "closed",
  startedAt: at,
  protocol: "mood",
  protocolVersion: 3,
  route: "iv_infusion",
  weightKg: 70,
  orderedMg: 35,
  orderedMgPerKg: 0.5,
  orderedMlPerHour: 52.5,
  orderedMinutes: 40,
  setMlPerHour: [52.5],
  standing: "known",
  deliveredMg: 35,
  deliveredMgPerKg: 0.5,
  minutes: 40,
  deviationPercent: 0,
  rateDeviationPercent: 0,
  ...part,
});

const unknownDose = dose({
  session: "s-2",
  chair: "A2",
  standing: "not_known",
  setMlPerHour: [],
  deliveredMg: null,
  deliveredMgPerKg: null,
  deviationPercent: null,
  rateDeviationPercent: null,
});
const early = dose({
  session: "s-3",
  chair: "B1",
  deliveredMg: 22.3,
  deliveredMgPerKg: 0.319,
  deviationPercent: -36.3,
});

afterEach(() => vi.unstubAllGlobals());

function show(report: DoseReport) {
  vi.stubGlobal("fetch", async (path: string) =>
    path.includes("/reports/doses") ? Response.json(report) : new Response("{}", { status: 404 }),
  );
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  return render(
    <LiveStage store={store} roles={["manager"]}>
      <DoseReportPage />
    </LiveStage>,
  );
}

it("counts what is not known beside what is, and never as nothing", async () => {
  const { container } = show({ from: later(-86_400), to: at, sessions: [dose(), unknownDose, early] });
  expect(await screen.findByRole("heading", { name: "3 sessions, the dose known of 2" })).toBeTruthy();
  expect(screen.getByText(/Not known: 1, still flowing: 0/)).toBeTruthy();
  const table = within(screen.getByRole("table", { name: "Ordered, as the pump was set, and given" }));
  const row = table.getByRole("row", { name: /A2/ }).textContent;
  expect(row).toContain("– not known");
  expect(row).toContain("no pump told one");
  expect(row).not.toContain("0.0 not known");
  expect(table.getByRole("row", { name: /B1/ }).textContent).toContain("−36.3 %");
  expect(screen.getByText("Furthest from its order").nextElementSibling?.textContent).toContain("−36.3 % B1");
  expect(
    screen.getByRole("img", { name: "Given by weight, sessions by mg/kg: 1 from 0.30 to 0.40, 1 from 0.50 to 0.60." }),
  ).toBeTruthy();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it("says that no infusion began", async () => {
  show({ from: later(-86_400), to: at, sessions: [] });
  expect(await screen.findByText("No infusion began in this time.")).toBeTruthy();
});

it("bins from the lowest to the highest, a bound belonging to the upper one", () => {
  expect(binsOf([], 0.1)).toEqual([]);
  expect(binsOf([0.3, 0.29, 0.5], 0.1)).toEqual([
    { from: 0.2, to: 0.3, count: 1 },
    { from: 0.3, to: 0.4, count: 1 },
    { from: 0.4, to: 0.5, count: 0 },
    { from: 0.5, to: 0.6, count: 1 },
  ]);
  expect(binsOf([-36.3, 0], 10).map((bin) => bin.count)).toEqual([1, 0, 0, 0, 1]);
});

it("has a median that occurred, and none of nothing", () => {
  expect([medianOf([]), medianOf([3, 1, 2]), medianOf([4, 1, 3, 2])]).toEqual([null, 2, 2]);
  expect(summaryOf([unknownDose])).toMatchObject({ known: 0, medianMgPerKg: null, furthest: null });
  expect([deviationText(null), deviationText(20), deviationText(-5.25), deviationText(0)]).toEqual([
    "–",
    "+20.0 %",
    "−5.3 %",
    "0.0 %",
  ]);
});

it("writes a line a session, with nothing for what is not known", () => {
  const lines = doseCsv({ from: at, to: at, sessions: [unknownDose] }).split("\r\n");
  expect(lines[2]).toBe(`${at},A2,E.E.,mood,3,iv_infusion,70,35,0.5,52.5,,not_known,,,,,40,40`);
});
