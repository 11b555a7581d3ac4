import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LiveStore } from "../../live/store";
import { later, snapshot } from "../../testing/fixtures";
import { LiveStage } from "../../testing/LiveStage";
import ChartsPage from "../ChartsPage";
import ChartPage from "./ChartPage";

const sent: { path: string; body: unknown }[] = [];

const row = (session: string, patientName: string, seconds: number) => ({
  session,
  chair: "A1",
  patient: "p",
  patientName,
  since: later(seconds),
  standing: "awaits_signature",
  open: [],
  waived: 0,
  signatures: [],
  version: 0,
  forMe: false,
  changes: { events: 0, readings: 0, notes: 0, additions: 0 },
});

const chart = (session: string) => ({
  format: 1,
  identity: { session, patient: `Patient of ${session}`, chair: "A1" },
  status: { isComplete: true, asOf: later(0), text: "Complete." },
  graph: { width: 10, height: 10, alternative: "The session drawn", paths: [], texts: [], legend: [] },
  sections: ["order", "alarms"].map((key) => ({ key, title: `Section ${key}`, facts: [], tables: [], notes: [] })),
});

beforeEach(() => {
  localStorage.clear();
  sent.length = 0;
  vi.stubGlobal("fetch", async (path: string, request?: RequestInit) => {
    const session = /sessions\/([^/]+)\//.exec(path)?.[1] ?? "";
    if (request?.method === "POST") {
      sent.push({ path, body: JSON.parse(String(request.body)) });
      return Response.json({ version: 1 });
    }
    if (path.endsWith("/charts")) {
      return Response.json({ charts: [row("s-2", "Young, Yves", -60), row("s-1", "Old, Olga", -6_000)], more: 0 });
    }
    if (path.endsWith("/chart")) return Response.json(chart(session));
    if (path.endsWith("/sign-off")) {
      return Response.json({
        session,
        standing: "awaits_signature",
        digest: `digest-${session}`,
        obligations: [],
        signatures: [],
        lockedAt: null,
        lockedBy: null,
        entries: [],
        versions: [],
        forMe: null,
      });
    }
    return new Response("[]");
  });
});
afterEach(() => vi.unstubAllGlobals());

const press = (key: string) =>
  act(async () => {
    fireEvent.keyDown(document.activeElement ?? document.body, { key });
  });

it("goes from the list through review and signature to the next chart by keys alone", async () => {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  render(
    <LiveStage store={store} roles={["physician"]} at="/charts">
      <Routes>
        <Route path="/charts" element={<ChartsPage />} />
        <Route path="/sessions/:session/chart" element={<ChartPage />} />
      </Routes>
    </LiveStage>,
  );
  await screen.findByRole("link", { name: "Old, Olga" });
  await press("j");
  expect(document.activeElement?.textContent).toBe("Old, Olga");
  await press("o");
  await screen.findByRole("heading", { name: "Patient of s-1" });
  expect(screen.getByText("1 of 2 on the work list")).toBeTruthy();

  // What the text is held against stands beside it, once, and comes back.
  await press("v");
  const beside = screen.getByRole("article", { name: "Graph and alarms" });
  expect(beside.textContent).toContain("Section alarms");
  expect(screen.getAllByRole("img", { name: "The session drawn" })).toHaveLength(1);
  await press("v");
  expect(screen.queryByRole("article", { name: "Graph and alarms" })).toBeNull();

  await screen.findByRole("form", { name: "Sign the chart" });
  await press("g");
  expect(document.activeElement).toBe(screen.getByRole("radio", { name: /^Author/ }));
  fireEvent.click(screen.getByRole("radio", { name: /^Approval/ }));
  const password = screen.getByLabelText("Your password");
  password.focus();
  await press("n");
  expect(screen.getByText("1 of 2 on the work list")).toBeTruthy();
  fireEvent.change(password, { target: { value: "secret" } });
  await act(async () => fireEvent.submit(screen.getByRole("form", { name: "Sign the chart" })));
  expect(sent).toEqual([
    {
      path: "/api/clinics/harbor/sessions/s-1/chart/signatures",
      body: { meaning: "approval", digest: "digest-s-1", password: "secret" },
    },
  ]);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("form", { name: "Sign the chart" })));
  expect(screen.getByText("Signed.")).toBeTruthy();

  await press("n");
  await screen.findByRole("heading", { name: "Patient of s-2" });
  expect(screen.queryByText("Signed.")).toBeNull();
  await press("p");
  await screen.findByRole("heading", { name: "Patient of s-1" });
});
