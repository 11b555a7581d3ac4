import { render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Protocol, ProtocolVersion, Vocabulary } from "../library/contract";
import { LiveStore } from "../live/store";
import { at, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import BlankFormPage from "./BlankFormPage";
import { checksOf } from "./checks";
import { dueMinutes, gridOf } from "./grid";

const line = (part: Partial<Protocol["schedule"][number]>): Protocol["schedule"][number] => ({
  what: "blood_pressure",
  window: "infusing",
  every: "00:10:00",
  grace: "00:03:00",
  from: "00:00:00",
  until: null,
  ...part,
});

const schedule = [
  line({ window: "before_start", every: "00:15:00" }),
  line({ every: "00:05:00", until: "00:15:00" }),
  line({ from: "00:15:00" }),
  line({ what: "sedation", every: "00:15:00" }),
  line({ window: "recovery", every: "00:15:00" }),
];

const rail = { hardLow: 1, softLow: 10, softHigh: 90, hardHigh: 150 };

const protocol: Protocol = {
  id: "mood",
  version: 2,
  name: "Mood",
  indication: "Depression",
  drug: "ketamine",
  drugSynonyms: [],
  concentrations: [{ "mg/mL": 1 }],
  guardrails: {
    totalDoseMg: rail,
    doseMgPerKg: { hardLow: 0.05, softLow: 0.1, softHigh: 0.75, hardHigh: 1.5 },
    rateMgPerKgPerHour: rail,
    durationMinutes: rail,
    bolusMgPerKg: null,
    weightKg: rail,
    perDayMg: null,
    perSeriesMg: null,
  },
  usualDoseMgPerKg: 0.5,
  usualDuration: "00:40:00",
  safety: {
    vitals: [
      {
        metric: "sp_o2",
        side: "low",
        priority: "high",
        value: 90,
        isInclusive: false,
        baselineChange: null,
        hysteresis: 2,
        delay: "00:00:15",
        depthSeconds: null,
        repeatAfter: null,
        adjustableFrom: null,
        adjustableTo: null,
      },
    ],
    rules: {},
  },
  schedule,
  discharge: {
    atLeast: "00:30:00",
    scale: "padss",
    threshold: 9,
    needs: ["escort_present"],
    mayBeOverridden: true,
  },
  vials: { areAsked: true, overfillUpToPercent: 10 },
  approval: null,
};

const about: ProtocolVersion = {
  id: "mood",
  version: 2,
  name: "Mood",
  standing: "approved",
  isInUse: true,
  isNewest: false,
  createdAt: at,
  createdBy: "hale",
  reason: "",
  approval: null,
};

const vocabulary: Vocabulary = {
  vitals: [
    { metric: "sp_o2", label: "SpO2", unit: "%", lowest: 1, highest: 100, isByCuff: false },
    { metric: "temperature", label: "Temperature", unit: "°C", lowest: 10, highest: 50, isByCuff: false },
  ],
  rules: [],
  recoveryScales: [
    { scale: "aldrete_percent", label: "Aldrete", items: [] },
    {
      scale: "padss",
      label: "PADSS",
      items: [{ item: "bleeding", label: "Bleeding", answers: ["severe", "moderate", "minimal"] }],
    },
  ],
  dischargeNeeds: [
    { need: "escort_present", words: "an escort, by name" },
    { need: "steady_gait", words: "a steady tandem gait" },
  ],
};

describe("the grid", () => {
  it("has the minutes at which the server would ask, each counted from the one before", () => {
    expect(dueMinutes(schedule, "blood_pressure", "infusing", 40)).toEqual([5, 10, 15, 25, 35]);
    expect(dueMinutes(schedule, "blood_pressure", "recovery", 60)).toEqual([15, 30, 45, 60]);
    expect(gridOf(schedule, "infusing", 20)).toEqual([
      { minute: 5, due: ["blood_pressure"] },
      { minute: 10, due: ["blood_pressure"] },
      { minute: 15, due: ["blood_pressure", "sedation"] },
    ]);
  });

  it("ends for a schedule that cannot go on", () => {
    expect(dueMinutes([line({ every: "00:00:00" })], "blood_pressure", "infusing", 40)).toEqual([]);
    expect(dueMinutes([], "blood_pressure", "infusing", 40)).toEqual([]);
  });
});

describe("the checks before the start", () => {
  it("are those of the protocol with its bounds, and all where it names none", () => {
    const admission = {
      items: ["fasting", "blood_pressure"],
      solidsFasting: "06:00:00",
      fluidsFasting: "02:00:00",
      systolicHoldFromMmHg: 160,
      diastolicHoldFromMmHg: 100,
      recheckAfter: "00:05:00",
      doubleCheckWithinPercent: 1,
      preparedAtMostBefore: null,
    };
    expect(checksOf({ ...protocol, admission } as Protocol)).toEqual([
      "Last meal, last clear fluid: times (meal at least 360 min ago, clear fluid 120 min)",
      "Blood pressure: value, time, recheck (put off from 160/100 mmHg, recheck after 5 min)",
      "Order recomputed by a second person: dose, volume, rate",
    ]);
    expect(checksOf(protocol)).toHaveLength(13);
  });
});

describe("the blank form", () => {
  beforeEach(() => {
    const answers: Record<string, unknown> = {
      "/protocols": [{ about: { ...about, version: 3 }, protocol }],
      "/protocols/vocabulary": vocabulary,
      "/protocols/mood/versions": [{ ...about, version: 3, isInUse: false }, about],
      "/protocols/mood/versions/2": { about, protocol },
    };
    vi.stubGlobal("fetch", async (path: string) => Response.json(answers[path.replace("/api/clinics/harbor", "")]));
  });
  afterEach(() => vi.unstubAllGlobals());

  async function show() {
    const store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    const shown = render(<BlankFormPage />, {
      wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage>,
    });
    await screen.findByRole("article");
    return shown;
  }

  it("is made of the version in use, not of a newer draft", async () => {
    await show();
    const paper = within(screen.getByRole("article"));
    expect(paper.getByText(/Mood, version 2/)).toBeTruthy();
    expect(paper.getByRole("row", { name: /^SpO2 %/ }).textContent).toBe("SpO2 %< 90 high–");
    expect(paper.queryByText(/Temperature/)).toBeNull();
    expect(paper.getByRole("heading", { name: "PADSS: 9 of 10 or more" })).toBeTruthy();
    expect(paper.getByText("an escort, by name")).toBeTruthy();
    expect(paper.queryByText("a steady tandem gait")).toBeNull();
    expect(paper.getByText("30 min since the stop or the last dose")).toBeTruthy();
    expect(paper.getByText(/Overfill up to 10 %/)).toBeTruthy();
    expect(paper.getByText(/begins with 0.5; usual 0.1 to 0.75, never beyond 0.05 to 1.5 mg\/kg/)).toBeTruthy();
  });

  it("frames what is due and leaves every other box empty", async () => {
    await show();
    const row = screen.getByRole("row", { name: /Start \+ 15/ });
    const due = within(row).getAllByText("due");
    expect(due.map((each) => each.closest("td")?.cellIndex)).toEqual([2, 6]);
    expect(row.textContent).toBe("Start + 15duedue");
  });

  it("has nothing that axe objects to", async () => {
    const { container } = await show();
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
