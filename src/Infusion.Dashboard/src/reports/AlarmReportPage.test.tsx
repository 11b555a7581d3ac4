import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { later, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { lastDays } from "../ui/Period";
import AlarmReportPage from "./AlarmReportPage";
import type { AlarmReport } from "./contract";
import { cell, csvOf } from "./csv";
import { duration, shareOf } from "./words";

const report: AlarmReport = {
  from: later(-86_400),
  to: later(0),
  sessions: 4,
  monitoredHours: 6.25,
  alarms: 12,
  perHour: 1.92,
  perSession: 3,
  outsideSessions: 2,
  byPriority: [
    {
      priority: "high",
      alarms: 4,
      perHour: 0.64,
      perSession: 1,
      acknowledged: 3,
      medianSecondsToAcknowledge: 42,
      ninetiethSecondsToAcknowledge: 130,
      withinSeconds: 60,
      acknowledgedWithin: 2,
      endedByThemselves: 1,
    },
    {
      priority: "low",
      alarms: 0,
      perHour: 0,
      perSession: 0,
      acknowledged: 0,
      medianSecondsToAcknowledge: null,
      ninetiethSecondsToAcknowledge: null,
      withinSeconds: null,
      acknowledgedWithin: 0,
      endedByThemselves: 0,
    },
  ],
  answerBoundsSeconds: [15, 60],
  answers: [
    { priority: "high", within: [1, 1], later: 1, pausedAlone: 0, nobodyActed: 1 },
    { priority: "medium", within: [0, 0], later: 0, pausedAlone: 1, nobodyActed: 7 },
    { priority: "low", within: [0, 0], later: 0, pausedAlone: 0, nobodyActed: 0 },
  ],
  hoursOfDay: Array.from({ length: 24 }, (_, hour) => ({
    hour,
    monitoredHours: hour === 8 || hour === 10 ? 2 : 0,
    high: hour === 8 ? 4 : 0,
    medium: hour === 10 ? 8 : 0,
    low: 0,
    perMonitoredHour: hour === 8 ? 2 : hour === 10 ? 4 : null,
  })),
  rules: [
    {
      rule: "spo2-low",
      id: "SR-001",
      metric: "sp_o2",
      label: "SpO2",
      unit: "%",
      priority: "high",
      hardLimit: 90,
      alarms: 10,
      sessions: 3,
      medianSeconds: 12,
      totalSeconds: 7_530,
      acknowledged: 1,
      shortAndUnanswered: 9,
      isNoisy: true,
    },
  ],
  patientCount: 4,
  patients: [{ patient: "p1", initials: "J.M.", sessions: 1, alarms: 11 }],
  topPatients: 1,
  topPatientsAlarms: 11,
  topSessions: 1,
  topSessionsAlarms: 11,
};

describe("the alarm report", () => {
  const asked: string[] = [];
  let answer: () => Response;

  beforeEach(() => {
    asked.length = 0;
    answer = () => new Response(JSON.stringify(report));
    vi.stubGlobal("fetch", async (path: string) => {
      if (path.includes("/reports/alarms")) asked.push(path);
      return path.includes("/reports/alarms") ? answer() : new Response("{}", { status: 404 });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = () => {
    const store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    return render(<AlarmReportPage />, {
      wrapper: ({ children }) => (
        <LiveStage store={store} roles={["manager"]}>
          {children}
        </LiveStage>
      ),
    });
  };

  it("says how many, how they were met and where they came from", async () => {
    show();
    await screen.findByText("12 alarms in 6.3 monitored hours");
    const high = screen.getByRole("row", { name: /High 4/ }).textContent;
    expect(high).toContain("2 of 4 (50 %)");
    expect(high).toContain("within 1 min 0 s");
    expect(high).toContain("42 s");
    expect(high).toContain("2 min 10 s");
    expect(screen.getByText(/Not counted here: 2 of devices that were at no session/)).toBeTruthy();
    expect(screen.getByText(/spo2-low \(high, SpO2 90 %\): 9 of 10 \(90 %\) ended within a minute/)).toBeTruthy();
    expect(screen.getByText(/had 11 of 12 \(92 %\); the tenth of the sessions/)).toBeTruthy();
    expect(screen.getByRole("row", { name: /J.M. 1 11/ })).toBeTruthy();
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });

  it("shows no share and no time where there was nothing, rather than a perfect one", async () => {
    show();
    const low = (await screen.findByRole("row", { name: /^Low 0/ })).textContent;
    expect(low).toContain("no time set");
    expect(low).not.toContain("%");
    expect(low).toContain("–");
  });

  it("draws when alarms come and how soon somebody acted, with the same numbers as a table", async () => {
    show();
    expect(
      await screen.findByRole("img", {
        name: "Alarms a monitored hour by the hour of the day, from 08 to 10 o'clock; the most, 4.0, from 10 o'clock on.",
      }),
    ).toBeTruthy();
    expect(screen.getByText(/Somebody acknowledged or paused 4 of 12 \(33 %\)/).textContent).toContain(
      "8 of 12 (67 %)",
    );
    expect(
      screen.getByRole("img", {
        name: "Alarms by the time to acknowledge: 1 to 15 s, 1 to 1 min 0 s, 1 later, 1 paused only, 8 nobody acted.",
      }),
    ).toBeTruthy();
    // An hour without anybody is no hour without alarms.
    expect(screen.getByRole("row", { name: /^09 0\.0/, hidden: true }).textContent).toContain("–");
    expect(screen.getByRole("row", { name: /^nobody acted 1 7 0 8/, hidden: true })).toBeTruthy();
    const text = csvOf(report).split("\r\n");
    expect(text).toContain("priority,within_15_s,within_60_s,later,paused_alone,nobody_acted");
    expect(text).toContain("9,0,0,0,0,");
  });

  it("asks for the time that is chosen, in the clinic's zone", async () => {
    show();
    await screen.findByText(/12 alarms/);
    fireEvent.change(screen.getByLabelText(/^From/), { target: { value: "2026-11-01T00:00" } });
    fireEvent.change(screen.getByLabelText("To"), { target: { value: "2026-11-20T00:00" } });
    await waitFor(() =>
      expect(asked.at(-1)).toContain("from=2026-11-01T04%3A00%3A00.000Z&to=2026-11-20T05%3A00%3A00.000Z"),
    );
  });

  it("says why there is none", async () => {
    answer = () => new Response(JSON.stringify({ detail: "to is not after from." }), { status: 400 });
    show();
    expect((await screen.findByRole("alert")).textContent).toContain("to is not after from.");
  });
});

describe("the numbers as a table", () => {
  it("holds every rule with its unit, and nothing for what is unknown", () => {
    const text = csvOf(report).split("\r\n");
    expect(text).toContain("spo2-low,SR-001,sp_o2,high,90,%,10,3,12,7530,1,9,true");
    expect(text).toContain("low,0,0,0,0,,,,0,0");
    expect(text).toContain("J.M.,1,11");
  });

  it("lets no text become a formula", () => {
    expect(cell("=1+1")).toBe("'=1+1");
    expect(cell('a "b", c')).toBe('"a ""b"", c"');
    expect(cell(-3)).toBe("-3");
    expect(cell(null)).toBe("");
  });

  it("has words for durations and shares", () => {
    expect([duration(45), duration(250), duration(7530), duration(null)]).toEqual([
      "45 s",
      "4 min 10 s",
      "2 h 5 min",
      "–",
    ]);
    expect([shareOf(3, 4), shareOf(0, 0)]).toEqual(["3 of 4 (75 %)", "–"]);
  });

  it("begins at midnight of the clinic's zone and ends now", () => {
    expect(lastDays(7, Date.parse("2026-11-23T20:10:00Z"), "America/New_York")).toEqual({
      from: "2026-11-16T00:00",
      to: "2026-11-23T15:11",
    });
  });
});
