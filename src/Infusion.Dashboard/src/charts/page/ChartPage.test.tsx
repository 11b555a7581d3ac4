import { render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { useEffect } from "react";
import { Route, Routes, useNavigate } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../../live/store";
import { snapshot } from "../../testing/fixtures";
import { LiveStage } from "../../testing/LiveStage";
import ChartPage from "./ChartPage";
import type { ChartDocument } from "./contract";
import SessionsPage from "./SessionsPage";

const chart: ChartDocument = {
  format: 1,
  identity: {
    session: "s-1",
    patientId: "p-1",
    patient: "Beispiel, Erika",
    birthDate: "1980-01-02",
    mrn: "MRN-1001",
    clinic: "Harbor Clinic",
    chair: "A1",
    day: "2026-11-23",
    timeZone: "Europe/Vienna, UTC+01:00",
    isSimulated: true,
  },
  status: { isComplete: false, asOf: "2026-11-23T09:54:00Z", text: "The session is open (infusing): as of 10:54:00." },
  graph: {
    width: 535,
    height: 480,
    alternative: "The session drawn from 10:00 to 10:54; SpO2 86 to 98 %.",
    paths: [
      { series: "heart-rate", pen: "hair", fill: "ink", d: "M1 1L2 2Z" },
      { series: "gap", pen: "hair", fill: "none", d: "M3 3L4 4" },
    ],
    texts: [{ x: 10, y: 10, text: "10:00", size: 6, anchor: "middle", isBold: false }],
    legend: [{ text: "heart rate", paths: [{ series: "sign", pen: "hair", fill: "ink", d: "M1 1Z" }] }],
  },
  sections: [
    {
      key: "order",
      title: "Order against delivered",
      facts: [
        { key: "delivered-dose", label: "Delivered", text: "35 mg", isKnown: true, number: 35, unit: "mg" },
        { key: "double-check", label: "Double check", text: "not recorded", isKnown: false, number: null, unit: null },
      ],
      tables: [],
      notes: ["Delivered is by the pump's own volume counter."],
    },
    {
      key: "vitals",
      title: "Vital signs",
      facts: [],
      tables: [
        {
          key: "vitals",
          title: "Charted values",
          columns: [
            { key: "time", label: "Time", share: 1 },
            { key: "spo2", label: "SpO2 %", share: 1 },
          ],
          rows: [
            { cells: [{ text: "10:25" }, { text: "86×", number: 86, mark: "artefact" }], at: null },
            { cells: [{ text: "10:45" }, { text: "gap", mark: "gap" }], at: null },
          ],
          empty: "",
        },
        { key: "none", title: "Vials", columns: [], rows: [], empty: "No vial was charted." },
      ],
      notes: [],
    },
  ],
};

function Go({ to }: { to: string }) {
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => void navigate(to), []);
  return null;
}

const alerts = () =>
  screen
    .queryAllByRole("alert")
    .map((alert) => alert.textContent)
    .join(" ");

describe("the chart of a session", () => {
  let answer: () => Response;

  beforeEach(() => {
    answer = () => new Response(JSON.stringify(chart));
    vi.stubGlobal("fetch", async (path: string) =>
      path.endsWith("/sessions/s-1/chart")
        ? answer()
        : path.endsWith("/sessions")
          ? new Response(
              JSON.stringify([
                {
                  id: "s-1",
                  chair: "A1",
                  patient: "p-1",
                  phase: "closed",
                  plannedAt: "2026-11-23T15:00:00Z",
                  startedAt: null,
                },
              ]),
            )
          : new Response("{}", { status: 404 }),
    );
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const show = (to = "/sessions/s-1/chart") => {
    const store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    return render(
      <Routes>
        <Route path="/" element={<Go to={to} />} />
        <Route path="/sessions" element={<SessionsPage />} />
        <Route path="/sessions/:session/chart" element={<ChartPage />} />
      </Routes>,
      { wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage> },
    );
  };

  it("says whose it is, as of when, and what is not recorded", async () => {
    show();
    await screen.findByRole("heading", { name: "Beispiel, Erika" });
    expect(screen.getByText(/MRN-1001/)).toBeTruthy();
    expect(screen.getByText("SIMULATED DATA")).toBeTruthy();
    expect(screen.getByText("The session is open (infusing): as of 10:54:00.")).toBeTruthy();
    expect(screen.getByText("not recorded").className).toBe("is-unknown");
    expect(screen.getByText("Vials: No vial was charted.")).toBeTruthy();
    expect(screen.getByText("Live: it is read again every few seconds.")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Open as PDF" }).getAttribute("href")).toBe(
      "/api/clinics/harbor/sessions/s-1/chart.pdf",
    );
  });

  it("has tables with heads and a picture with its words", async () => {
    const { container } = show();
    const table = await screen.findByRole("table", { name: "Charted values" });
    expect(within(table).getByRole("columnheader", { name: "SpO2 %" })).toBeTruthy();
    expect(within(table).getByRole("rowheader", { name: "10:45" })).toBeTruthy();
    expect(within(table).getByRole("cell", { name: "86×" }).className).toBe("mark-artefact");
    expect(screen.getByRole("img", { name: chart.graph.alternative })).toBeTruthy();
    expect(container.querySelector('[data-series="gap"]')?.getAttribute("d")).toBe("M3 3L4 4");
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });

  it("says that it is not current when it cannot be read again", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    show();
    await screen.findByRole("heading", { name: "Beispiel, Erika" });
    answer = () => {
      throw new TypeError("gone");
    };
    await vi.advanceTimersByTimeAsync(6_000);
    await waitFor(() => expect(alerts()).toContain("Not current"));
    expect(screen.getByRole("heading", { name: "Beispiel, Erika" })).toBeTruthy();
    answer = () => new Response(JSON.stringify({ ...chart, status: { ...chart.status, text: "As of 10:59:00." } }));
    await vi.advanceTimersByTimeAsync(10_000);
    await waitFor(() => expect(alerts()).not.toContain("Not current"));
    expect(screen.getByText("As of 10:59:00.")).toBeTruthy();
  });

  it("says that it is not current when no answer comes at all", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    show();
    await screen.findByRole("heading", { name: "Beispiel, Erika" });
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(22_000);
    await waitFor(() => expect(alerts()).toContain("Not current"));
  });

  it("says why there is none", async () => {
    answer = () => new Response("{}", { status: 404 });
    show();
    expect((await screen.findByRole("alert")).textContent).toContain("could not be read");
  });

  it("is found from the list of sessions", async () => {
    show("/sessions");
    const link = await screen.findByRole("link", { name: /^Open the chart of A1/ });
    expect(link.getAttribute("href")).toBe("/sessions/s-1/chart");
    expect(screen.getByRole("row", { name: /closed/ })).toBeTruthy();
  });
});
