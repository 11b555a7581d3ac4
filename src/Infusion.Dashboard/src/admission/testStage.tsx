import { act, fireEvent, render, screen } from "@testing-library/react";
import { Route, Routes, useNavigate } from "react-router";
import { vi } from "vitest";
import { LiveStore } from "../live/store";
import { at, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import CheckInPage from "./CheckInPage";
import type { CalculatedOrder, CheckInLine, CheckInView, OrderSheet } from "./contract";
import DoubleCheckPage from "./DoubleCheckPage";

export const line = (part: Partial<CheckInLine>): CheckInLine => ({
  item: "suicidality",
  words: "suicidality screen",
  status: "open",
  why: null,
  metFrom: null,
  mayBeOverridden: false,
  findings: ["negative", "positive", "not_done"],
  answer: null,
  at: null,
  by: null,
  override: null,
  ...part,
});

export const emptyView: CheckInView = {
  session: "session-a1",
  chair: "A1",
  patient: "patient-1",
  phase: "checked_in",
  protocol: "Mood",
  gate: {
    items: [],
    solidsFasting: "06:00:00",
    fluidsFasting: "02:00:00",
    consentValidDays: 365,
    consentVersion: "2026-09",
    benzodiazepineFree: "12:00:00",
    stimulantFree: "12:00:00",
    systolicHoldFromMmHg: 160,
    diastolicHoldFromMmHg: 100,
    recheckAfter: "00:05:00",
    pressureAtMostOld: "00:30:00",
    doubleCheckWithinPercent: 1,
    preparedAtMostBefore: "04:00:00",
  },
  items: [],
  pressure: null,
  gaps: [],
  drug: "ketamine",
  concentrationMgPerMl: 1,
  orderedBy: "hale",
  orderedAt: at,
  check: null,
  disagreed: [],
  prepared: null,
  notes: {},
};

export const emptySheet: OrderSheet = {
  session: "session-a1",
  chair: "A1",
  patient: "patient-1",
  protocol: "Mood",
  drug: "ketamine",
  weightKg: 70,
  weightBasis: "actual",
  actualWeightKg: null,
  heightCm: null,
  sex: "unknown",
  weightMethod: "measured",
  weighedOn: "2026-11-23",
  doseMgPerKg: 0.5,
  doseMg: null,
  concentrationMgPerMl: 1,
  durationMinutes: 40,
  isInfusion: true,
  withinPercent: 1,
  orderedBy: "hale",
  orderedAt: at,
  check: null,
  whyNot: null,
  compared: null,
};

export const computed: CalculatedOrder = {
  weightKg: 70,
  order: {
    protocol: "mood",
    protocolVersion: 1,
    drug: "ketamine",
    doseMg: 35,
    weightKg: 70,
    weightBasis: "actual",
    concentrationMgPerMl: 1,
    rateMlPerHour: 52.5,
    durationMinutes: 40,
    weightMethod: "measured",
    weighedOn: "2026-11-23",
    actualWeightKg: null,
    heightCm: null,
    sex: "unknown",
    route: "iv_infusion",
    orderedMgPerKg: 0.5,
  },
  volumeMl: 35,
  mgPerHour: 52.5,
  mgPerKgPerHour: 0.75,
  mcgPerKgPerMinute: 12.5,
  faults: [],
  findings: [],
  byPhysician: true,
};

/** What the server answers, and what it was sent. */
export const server = {
  sent: [] as { path: string; body: Record<string, unknown> }[],
  refuse: false,
  view: emptyView,
  sheet: emptySheet,
  calculated: computed,
};

export function stubServer() {
  server.sent.length = 0;
  [server.refuse, server.view, server.sheet, server.calculated] = [false, emptyView, emptySheet, computed];
  vi.stubGlobal("fetch", async (path: string, request?: RequestInit) => {
    if (path.endsWith("/patients/search")) {
      // The first page is 0.
      const all =
        JSON.parse(String(request?.body)).page === 0
          ? [
              {
                id: "patient-1",
                familyName: "Example",
                givenName: "Erika",
                birthDate: "1980-01-02",
                mrn: "1-1",
                weights: [],
              },
            ]
          : [];
      return Response.json({ patients: all, total: 1, page: 0, size: 25 });
    }
    if (request?.method === "POST") {
      const body = JSON.parse(String(request.body));
      if (path.endsWith("/orders/calculate")) return Response.json(server.calculated);
      server.sent.push({ path, body });
      return server.refuse
        ? new Response(JSON.stringify({ title: "Refused", detail: "It cannot be." }), { status: 409 })
        : Response.json({ epoch: 1, input: 101 });
    }
    if (path.endsWith("/check-in")) return Response.json(server.view);
    if (path.endsWith("/order-sheet")) return Response.json(server.sheet);
    if (path.includes("/people")) return Response.json([{ name: "hale", displayName: "Dr M. Hale" }]);
    if (path.endsWith("/record")) {
      return Response.json({
        id: "patient-1",
        familyName: "Example",
        givenName: "Erika",
        birthDate: "1980-01-02",
        mrn: "1-1",
        weights: [{ kilograms: 70, method: "measured", on: "2026-11-23" }],
      });
    }
    return Response.json({
      id: "patient-1",
      initials: "E.E.",
      name: "Example, Erika",
      birthDate: "1980-01-02",
      mrn: "1-1",
    });
  });
}

export function At({ path, children }: { path: string; children: React.ReactNode }) {
  const navigate = useNavigate();
  return (
    <>
      <button type="button" onClick={() => navigate(path)}>
        go
      </button>
      {children}
    </>
  );
}

export function stage(children: React.ReactNode, roles: string[] = ["nurse"], nowAt: string = at) {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: { ...snapshot(), serverTime: nowAt } });
  return render(
    <LiveStage store={store} roles={roles}>
      {children}
    </LiveStage>,
  );
}

export async function open(path: string, roles?: string[], nowAt?: string) {
  const shown = stage(
    <At path={path}>
      <Routes>
        <Route path="/sessions/:session/check-in" element={<CheckInPage />} />
        <Route path="/sessions/:session/double-check" element={<DoubleCheckPage />} />
        <Route path="*" element={null} />
      </Routes>
    </At>,
    roles,
    nowAt,
  );
  fireEvent.click(screen.getByText("go"));
  await screen.findByText(/Example, Erika/);
  return shown;
}

export const press = (name: string | RegExp) => act(async () => fireEvent.click(screen.getByRole("button", { name })));
export const type = (label: string | RegExp, text: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
