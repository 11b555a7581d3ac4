import { act, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChairView } from "../live/contract";
import { LiveStore } from "../live/store";
import { alarm, at, chair, later, session, snapshot, value } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import HandoverPage from "./HandoverPage";

const chart = {
  format: 1,
  identity: {},
  status: { isComplete: false, asOf: at, text: "open" },
  graph: {},
  sections: [
    {
      key: "alarms",
      title: "Alarms",
      facts: [],
      notes: [],
      tables: [
        {
          key: "alarms",
          title: "Raised",
          empty: "None was raised.",
          columns: [
            { key: "time", label: "Raised", share: 1 },
            { key: "response", label: "Response", share: 1 },
          ],
          rows: [{ cells: [{ text: "15:02:00" }, { text: "acknowledged 15:02:20, R. Okafor" }], at }],
        },
      ],
    },
  ],
};

describe("the handover of a chair", () => {
  let store: LiveStore;
  let chartAnswer: () => Promise<Response>;

  beforeEach(() => {
    chartAnswer = async () => Response.json(chart);
    vi.stubGlobal("fetch", async (path: string) => {
      if (path.endsWith("/chart")) return chartAnswer();
      if (path.endsWith("/sign-off")) {
        return Response.json({
          obligations: [
            { code: "session-open", text: "The session is not closed", times: [], mayBeWaived: false, waiver: null },
            { code: "missed-pain", text: "Missed without a word: Pain", times: [at], mayBeWaived: true, waiver: null },
          ],
        });
      }
      if (path.includes("/patients/")) {
        return Response.json({
          id: "p",
          initials: "E.E.",
          name: "Example, Erika",
          birthDate: "1980-01-02",
          mrn: "208",
        });
      }
      return new Response("[]");
    });
    store = new LiveStore(undefined, (run) => run());
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = (view: ChairView) => {
    store.dispatch({ kind: "snapshot", snapshot: snapshot({ chairs: [view] }) });
    return render(
      <LiveStage store={store} at="/chairs/A1/handover">
        <Routes>
          <Route path="/chairs/:chair/handover" element={<HandoverPage />} />
        </Routes>
      </LiveStage>,
    );
  };
  const region = (name: string) => within(screen.getByRole("region", { name }));

  it("says who, how it stands, dose given of ordered, alarms and what was done, and what is to be done", async () => {
    const { container } = show(
      chair("A1", {
        alarms: [alarm()],
        session: session({ givenMg: 10, due: [{ what: "sedation", dueAt: later(7_200), overdueAt: null }] }),
      }),
    );
    expect(await screen.findByRole("heading", { name: "Chair A1: Example, Erika" })).toBeTruthy();
    expect(screen.getByText(/True until/).textContent).toMatch(/Mon 23 Nov 2026, \d\d:\d\d:\d\d \(EST, UTC−05:00\)/);
    expect(region("How it stands").getByText(/1 alarm stands/)).toBeTruthy();
    expect(region("How it stands").getByText(/SpO2 86 %, limit 90 %/).textContent).toContain("not acknowledged");
    expect(region("Patient and order").getByText("10.0 of 35.0 mg")).toBeTruthy();
    expect(await screen.findByText("acknowledged 15:02:20, R. Okafor")).toBeTruthy();
    const toDo = region("To be done");
    expect(toDo.getByText(/^Sedation: 17:10, in /)).toBeTruthy();
    expect(toDo.getByText(/Missed without a word: Pain/)).toBeTruthy();
    expect(toDo.queryByText(/session is not closed/)).toBeNull();
    expect(screen.getByText("Taken over by")).toBeTruthy();
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it("lets no number stand that is not known, and says so", async () => {
    show(
      chair("A1", {
        vitals: { spo2: value({ receivedAt: later(-60), value: 97 }) },
        nibp: null,
        session: session({ givenMg: null, startedAt: at }),
      }),
    );
    await screen.findByRole("heading", { name: "Chair A1: Example, Erika" });
    const row = region("How it stands").getByRole("row", { name: /^SpO2/ }).textContent;
    expect(row).toContain("no value");
    expect(row).not.toContain("97");
    const unknowns = region("What is not known");
    expect(unknowns.getByText("SpO2: no value.")).toBeTruthy();
    expect(unknowns.getByText("Blood pressure: none received.")).toBeTruthy();
    expect(unknowns.getByText("Dose given: not known.")).toBeTruthy();
  });

  it("says that it is not current when the connection is lost, until when it was, and that the chart was not read", async () => {
    chartAnswer = async () => new Response(JSON.stringify({ detail: "No." }), { status: 500 });
    show(chair("A1", { session: session() }));
    expect(await screen.findByText(/alarms and interventions are not known here: No\./)).toBeTruthy();
    act(() => store.dispatch({ kind: "silence" }));
    expect(screen.getByText(/True until/).textContent).toContain("NOT CURRENT: the connection is lost.");
    const unknowns = region("What is not known");
    expect(unknowns.getByText("SpO2: not known: no connection.")).toBeTruthy();
    expect(unknowns.getByText("Alarms and what was done: the chart has not been read.")).toBeTruthy();
  });
});
