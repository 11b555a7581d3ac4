import { act, fireEvent, render, screen } from "@testing-library/react";
import axe from "axe-core";
import { type ReactNode, useEffect } from "react";
import { Route, Routes, useNavigate } from "react-router";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { LiveStore } from "../live/store";
import { at, later, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import type { Assessment, Instrument, Outcomes, SafetyTask, Score, Series, Tablet } from "./contract";

export const instrument: Instrument = {
  instrument: "phq9",
  name: "PHQ-9",
  about: "Depression",
  question: "Over the last 2 weeks, how often",
  items: ["Little interest", "Thoughts of being better off dead"].map((label) => ({
    label,
    highest: 3,
    answers: ["Not at all", "Several days", "More than half the days", "Nearly every day"],
    lowestMeans: null,
    highestMeans: null,
  })),
  totalLabel: "Total",
  highest: 27,
  bands: [
    { from: 0, label: "minimal" },
    { from: 5, label: "mild" },
  ],
  validity: "The sum of all.",
  licence: "Free.",
  isWordingShipped: true,
  daysApart: 7,
  daysOnSchedule: 7,
  responsePercent: 50,
  responsePoints: null,
  remissionAtMost: 4,
};

export const bpi: Instrument = {
  ...instrument,
  instrument: "bpi",
  name: "BPI",
  about: "Pain",
  items: [{ label: "Pain: worst", highest: 10, answers: [], lowestMeans: null, highestMeans: null }],
  licence: "Copyright of its author.",
  isWordingShipped: false,
};

export const score = (part: Partial<Score> = {}): Score => ({
  total: 12,
  band: "moderate",
  missing: 0,
  parts: [],
  finding: null,
  safety: null,
  ...part,
});

export const assessment = (part: Partial<Assessment> = {}): Assessment => ({
  id: "a1",
  on: "2026-11-02",
  at,
  by: "okafor",
  isByTablet: false,
  isOffSchedule: false,
  items: [1, 0],
  score: score(),
  isBaseline: false,
  change: null,
  changePercent: null,
  isResponse: null,
  isRemission: null,
  withdrawn: null,
  ...part,
});

export const series: Series = {
  instrument,
  assessments: [
    assessment({ isBaseline: true, score: score({ total: 20, band: "severe" }) }),
    assessment({ id: "a2", on: "2026-11-09", change: -11, changePercent: -55, isResponse: true, isRemission: false }),
    assessment({ id: "a3", on: "2026-11-16", isByTablet: true, score: score({ total: null, band: null, missing: 1 }) }),
    assessment({ id: "a4", on: "2026-11-17", withdrawn: { at, by: "okafor", reason: "Of another patient" } }),
  ],
  nextFrom: "2026-11-23",
};

export const task: SafetyTask = {
  assessment: "a2",
  patient: "p1",
  patientName: "Marlow, Jonas",
  mrn: "208-4417",
  instrument: "phq9",
  reason: "thoughts_of_self_harm",
  words: "PHQ-9: item 9 is above 0",
  openedAt: at,
  session: "s1",
  chair: "A1",
  answeredAt: null,
  answeredBy: null,
  answer: null,
};

export const outcomes: Outcomes = {
  patient: "p1",
  name: "Marlow, Jonas",
  today: "2026-11-23",
  infusionDays: ["2026-11-04"],
  series: [series, { instrument: bpi, assessments: [], nextFrom: "2026-11-23" }],
  safetyTasks: [],
};

export const tablet: Tablet = {
  state: "open",
  sentence: null,
  initials: "J.M.",
  expiresAt: later(1800),
  words: { greeting: "Welcome", introduction: "In your own time.", thanks: "Thanks", help: "Ask us.", urgent: "Now" },
  instruments: [instrument],
};

export const sent: { path: string; body: Record<string, unknown> }[] = [];
export const asked: string[] = [];
/** What the server says to a path, by how it ends. */
export const answers: Record<string, () => Response> = {};

/** A server that answers as it should, for each test anew. */
export function withServer(): void {
  beforeEach(() => {
    sent.length = 0;
    asked.length = 0;
    for (const path of Object.keys(answers)) delete answers[path];
    Object.assign(answers, {
      "/patients/p1/outcomes": () => Response.json(outcomes),
      "/assessments/score": () => Response.json(score({ total: 3, band: "minimal", safety: "thoughts_of_self_harm" })),
      "/patients/p1/assessments": () => new Response(null, { status: 204 }),
      "/safety-tasks": () => Response.json([task]),
      "/safety-tasks/a2/answer": () => new Response(null, { status: 204 }),
      "/patients/p1/tablet-links": () => Response.json({ path: "/tablet/harbor/secret", expiresAt: later(1800) }),
      "/api/tablet/harbor/secret": () => Response.json(tablet),
    });
    vi.stubGlobal("fetch", async (path: string, request?: RequestInit) => {
      if (request?.method === "POST") sent.push({ path, body: JSON.parse(String(request.body)) });
      asked.push(path);
      const found = Object.keys(answers).find((end) => path.split("?")[0]?.endsWith(end));
      return found ? (answers[found]?.() as Response) : Response.json([]);
    });
  });
  afterEach(() => vi.unstubAllGlobals());
}

/** Goes to a path of the stage's own router. */
function At({ path, children }: { path: string; children: ReactNode }) {
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; where the page goes from there is its own
  useEffect(() => void navigate(path), []);
  return <Routes>{children}</Routes>;
}

export function show(path: string, routes: ReactNode, roles?: string[]) {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  return render(
    <LiveStage store={store} {...(roles ? { roles } : {})}>
      <At path={path}>
        <Route path="/" element={null} />
        {routes}
      </At>
    </LiveStage>,
  );
}

export const click = (name: string | RegExp) => act(async () => fireEvent.click(screen.getByRole("button", { name })));

export async function accessible() {
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
}
