import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { type ReactElement, useEffect } from "react";
import { Route, Routes, useNavigate } from "react-router";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { LiveStore } from "../live/store";
import { drafts } from "../session/drafts";
import { snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import * as pathway from "../testing/pathway";
import CalendarPage from "./calendar/CalendarPage";
import type { Calendar, HandOff, Plan, PlanLine } from "./contract";
import PlanPage from "./plan/PlanPage";

/** What the pages have sent. */
export const sent: { method: string; path: string; body: Record<string, unknown> }[] = [];

interface Stage {
  plans: Plan[];
  lines: PlanLine[];
  calendar: Calendar;
  handOff: HandOff;
  /** What the next commands are answered with; none left: taken. */
  refusals: ({ code: string; detail: string } | "away")[];
}

const newStage = (): Stage => ({
  plans: [pathway.plan()],
  lines: [],
  calendar: pathway.calendar(),
  handOff: pathway.handOff(),
  refusals: [],
});

/** What the server of the test knows; a test changes it before it shows a page. */
export let stage = newStage();

const vocabulary = {
  indications: [
    {
      indication: "treatment_resistant_depression",
      name: "Treatment-resistant depression",
      isPain: false,
      codes: [{ code: "F33.2", text: "Major depressive disorder, recurrent severe without psychotic features" }],
    },
  ],
  aboutNotes: "",
};
export const settings = {
  therapyHoursAfterEnd: null,
  infusionMinutes: 120,
  therapyMinutes: 50,
  hours: [{ day: "monday", from: "08:00:00", to: "18:00:00" }],
  closedOn: [],
};
const times = {
  suggestedFrom: "2026-11-26T16:00:00Z",
  suggestedTo: "2026-11-28T16:00:00Z",
  times: [
    { when: pathway.when("2026-11-26", "11:00", "11:50"), isSuggested: true },
    { when: pathway.when("2026-11-30", "08:00", "08:50"), isSuggested: false },
  ],
};
const feed = {
  id: "f-1",
  kind: "chair",
  of: "A1",
  createdAt: "2026-11-20T10:00:00Z",
  createdBy: "hale",
  revokedAt: null,
};

function answer(path: string): unknown {
  if (path.includes("/therapy-times")) return times;
  if (path.includes("/hand-off")) return stage.handOff;
  if (path.includes("/pathway/calendar")) return stage.calendar;
  if (path.includes("/pathway/patients/")) return stage.plans;
  if (path.endsWith("/pathway/plans")) return stage.lines;
  if (path.includes("/pathway/plans/")) return stage.plans[0];
  if (path.endsWith("/vocabulary")) return vocabulary;
  if (path.endsWith("/settings")) return settings;
  if (path.endsWith("/therapists")) return stage.calendar.therapists;
  if (path.endsWith("/feeds")) return [feed];
  if (path.endsWith("/outcomes")) return { series: [] };
  if (path.endsWith("/people")) return [{ name: "hale", displayName: "Dr M. Hale" }];
  if (path.endsWith("/protocols")) return [{ about: {}, protocol: { id: "mood", name: "Mood 0.5 mg/kg" } }];
  if (path.endsWith("/chart")) return { sections: [], status: { isComplete: true } };
  return { id: "p-1", name: "Example, Erika" };
}

/** Before each test of a file everything is as it ships, and the server answers from the stage. */
export function setStage(): void {
  beforeEach(() => {
    sent.length = 0;
    drafts.forget();
    stage = newStage();
    vi.stubGlobal("fetch", async (path: string, request?: RequestInit) => {
      if (!request?.method || request.method === "GET") return Response.json(answer(path));
      sent.push({ method: request.method, path, body: JSON.parse(String(request.body ?? "{}")) });
      const refusal = stage.refusals.shift();
      if (refusal === "away") return new Response("", { status: 503 });
      if (refusal) return new Response(JSON.stringify(refusal), { status: 409 });
      return path.endsWith("/feeds")
        ? Response.json({ ...feed, id: "f-2", url: "/calendar-feeds/secret.ics" })
        : Response.json(stage.plans[0] ?? {});
    });
  });
  afterEach(() => vi.unstubAllGlobals());
}

function Go({ to }: { to: string }) {
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => void navigate(to), []);
  return null;
}

export function show(page: ReactElement, at: string, path: string, roles: string[]) {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  return render(
    <LiveStage store={store} roles={roles} name="moreau">
      <Routes>
        <Route path="/" element={<Go to={at} />} />
        <Route path={path} element={page} />
      </Routes>
    </LiveStage>,
  );
}

export const showPlan = async (roles = ["nurse"]) => {
  show(<PlanPage />, "/patients/p-1/plan", "/patients/:patient/plan", roles);
  await screen.findByRole("heading", { name: stage.plans.length > 0 ? "Appointments" : "Open a plan" });
};
export const showCalendar = async (roles = ["nurse"], query = "?day=2026-11-25") => {
  show(<CalendarPage />, `/calendar${query}`, "/calendar", roles);
  await screen.findAllByRole("button", { name: /Example, Erika/ });
};
export const press = async (name: string | RegExp, within_: HTMLElement = document.body) =>
  act(async () => void fireEvent.click(within(within_).getByRole("button", { name })));
export const change = (label: string | RegExp, value: string, within_: HTMLElement = document.body) =>
  fireEvent.change(within(within_).getByLabelText(label), { target: { value } });
export const dialog = () => screen.findByRole("dialog");
export const bodies = () => sent.map(({ body: { commandId: _, ...rest } }) => rest);

export async function hasNoBarrier() {
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
}
