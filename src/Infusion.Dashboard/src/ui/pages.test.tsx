import { act, fireEvent, render, screen } from "@testing-library/react";
import type { ComponentType } from "react";
import { Route, Routes } from "react-router";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { Reading, slowAfterMs } from "./Reading";

interface PageCase {
  path: string;
  at?: string;
  /** Begins what the page says. */
  what: string;
  /** What the server answers when there is nothing, and what the page says then; absent: it has no empty state of its own. */
  empty?: { answer: unknown; words: string };
  roles?: string[];
  load: () => Promise<{ default: ComponentType }>;
}

const pages: PageCase[] = [
  {
    path: "/charts",
    what: "The charts",
    empty: { answer: { charts: [], more: 0 }, words: "No chart waits." },
    load: () => import("../charts/ChartsPage"),
  },
  {
    path: "/charts/keys",
    what: "The keys",
    empty: { answer: [], words: "There is none yet. The first signature makes the first." },
    load: () => import("../charts/KeysPage"),
  },
  {
    path: "/sessions",
    what: "The sessions",
    empty: { answer: [], words: "No session has been planned yet." },
    load: () => import("../charts/page/SessionsPage"),
  },
  {
    path: "/sessions/:session/chart",
    at: "/sessions/s-1/chart",
    what: "The chart",
    load: () => import("../charts/page/ChartPage"),
  },
  {
    path: "/patients/:patient/series",
    at: "/patients/p-1/series",
    what: "The series",
    empty: { answer: { asOf: "2026-11-23T20:10:00Z", sessions: [], earlier: 0 }, words: "No infusion has begun yet." },
    load: () => import("../charts/series/SeriesPage"),
  },
  { path: "/reports/alarms", what: "The report", load: () => import("../reports/AlarmReportPage") },
  {
    path: "/reports/doses",
    what: "The report",
    empty: {
      answer: { from: "2026-11-01T00:00:00Z", to: "2026-11-23T20:10:00Z", sessions: [] },
      words: "No infusion began in this time.",
    },
    load: () => import("../reports/doses/DoseReportPage"),
  },
  { path: "/reports/shift", what: "The report of the shift", load: () => import("../reports/shift/ShiftReportPage") },
  {
    path: "/safety-tasks",
    what: "The safety tasks",
    empty: { answer: [], words: "No safety task is open." },
    load: () => import("../outcomes/SafetyTasksPage"),
  },
  {
    path: "/patients/:patient/outcomes",
    at: "/patients/p-1/outcomes",
    what: "The scores",
    load: () => import("../outcomes/OutcomesPage"),
  },
  {
    path: "/patients/:patient/outcomes/enter",
    at: "/patients/p-1/outcomes/enter",
    what: "The patient",
    load: () => import("../outcomes/EntryPage"),
  },
  { path: "/words", what: "The words", load: () => import("../wording/WordsPage") },
  { path: "/duty", what: "The duty list", load: () => import("../duty/DutyPage") },
  {
    path: "/corrections/:session?",
    at: "/corrections",
    what: "The sessions",
    empty: { answer: [], words: "There is no session in this clinic yet." },
    load: () => import("../devices/CorrectionsPage"),
  },
  { path: "/patients", what: "The patients", load: () => import("../patients/PatientsPage") },
  {
    path: "/patients/:patient/plan",
    at: "/patients/p-1/plan",
    what: "The plan",
    load: () => import("../pathway/plan/PlanPage"),
  },
  { path: "/plans", what: "The plans", load: () => import("../pathway/list/PlansPage") },
  { path: "/calendar", what: "The calendar", load: () => import("../pathway/calendar/CalendarPage") },
  {
    path: "/therapy",
    what: "The appointments",
    roles: ["therapist", "nurse"],
    load: () => import("../pathway/therapy/TherapyPage"),
  },
  { path: "/trace", what: "The trace", load: () => import("../trace/TracePage") },
  { path: "/audit", what: "The trail", roles: ["auditor"], load: () => import("../audit/AuditPage") },
  { path: "/setup/:step?", at: "/setup", what: "The set-up", load: () => import("../setup/SetupPage") },
  { path: "/people", what: "The people", load: () => import("../people/PeoplePage") },
  {
    path: "/devices",
    what: "The devices",
    empty: { answer: { at: "2026-11-23T20:10:00Z", devices: [] }, words: "There is none yet." },
    roles: ["nurse"],
    load: () => import("../registry/DevicesPage"),
  },
  {
    path: "/protocols/:protocol?",
    at: "/protocols",
    what: "The protocols",
    empty: { answer: [], words: "This clinic has no protocol: nothing can be ordered until it takes one over." },
    load: () => import("../library/LibraryPage"),
  },
  {
    path: "/clients",
    what: "The clients",
    empty: {
      answer: { fhirBase: "", tokenUrl: "", types: [], clients: [] },
      words: "No program may read anything of this clinic.",
    },
    load: () => import("../clients/ClientsPage"),
  },
  { path: "/account", what: "Your account", load: () => import("../account/AccountPage") },
  {
    path: "/what-if",
    what: "The sessions",
    empty: { answer: { sessions: [], protocols: [], rules: [] }, words: "No session was planned in this time." },
    load: () => import("../whatif/WhatIfPage"),
  },
];

afterEach(() => vi.unstubAllGlobals());

async function show(
  { path, at = path, roles = ["physician", "manager"], load }: PageCase,
  answer: () => Promise<Response>,
) {
  vi.stubGlobal("fetch", answer);
  const { default: Page } = await load();
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  return render(
    <LiveStage store={store} roles={roles} at={at}>
      <Routes>
        <Route path={path} element={<Page />} />
      </Routes>
    </LiveStage>,
  );
}

describe.each(pages)("$path", (page) => {
  it("says what it reads while it has nothing", async () => {
    await show(page, () => new Promise(() => undefined));
    expect(screen.getByText(new RegExp(`^${page.what}: reading\\.`)).getAttribute("role")).toBe("status");
    expect(screen.queryByText(page.empty?.words ?? "not said")).toBeNull();
  });

  it("says why it has nothing, and asks again when told to", async () => {
    const asked = vi.fn(async () => new Response(JSON.stringify({ detail: "It broke." }), { status: 500 }));
    await show(page, asked);
    const said = await screen.findByText(`${page.what} could not be read: It broke.`);
    expect(said.closest('[role="alert"]')).toBeTruthy();
    const before = asked.mock.calls.length;
    const [again] = screen.getAllByRole("button", { name: "Try again" });
    await act(async () => again && fireEvent.click(again));
    expect(asked.mock.calls.length).toBeGreaterThan(before);
    expect(screen.queryByText(page.empty?.words ?? "not said")).toBeNull();
  });
});

it.each(pages.flatMap((page) => (page.empty ? [{ ...page, empty: page.empty }] : [])))(
  "$path says that there is nothing, and not that it failed",
  async (page) => {
    await show(page, async () => Response.json(page.empty.answer));
    expect(await screen.findByText(page.empty.words)).toBeTruthy();
    expect(screen.queryByText(/could not be read/)).toBeNull();
  },
);

describe("what a page says instead of its content", () => {
  const query = { data: undefined, error: null, isFetching: true, failureCount: 0, refetch: () => undefined };
  afterEach(() => vi.useRealTimers());

  it("says that it is slow, and that the server has not answered", () => {
    vi.useFakeTimers();
    const { rerender } = render(<Reading query={query} what="The charts" />);
    expect(screen.getByRole("status").textContent).toBe("The charts: reading.");
    act(() => vi.advanceTimersByTime(slowAfterMs));
    expect(screen.getByRole("status").textContent).toContain("longer than usual");
    rerender(<Reading query={{ ...query, failureCount: 2 }} what="The charts" />);
    expect(screen.getByRole("status").textContent).toContain("has not answered 2 times");
  });

  it("says that what is shown is old, and nothing when all is well", () => {
    const { rerender, container } = render(
      <Reading query={{ ...query, data: [], isFetching: false, error: new Error("Away.") }} what="The charts" />,
    );
    expect(screen.getByRole("alert").textContent).toContain("Away. What is shown is as it was before.");
    rerender(<Reading query={{ ...query, data: [], isFetching: false }} what="The charts" />);
    expect(container.textContent).toBe("");
  });
});
