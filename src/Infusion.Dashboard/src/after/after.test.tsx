import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionView } from "../live/contract";
import { LiveStore } from "../live/store";
import { at, atMs, later, session, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { AfterPanels } from "./AfterPanels";
import type { AfterView, DischargeItem, Minutes, RecoveryScaleInfo, VialView } from "./contract";
import { minuteWords } from "./words";

const sent: Record<string, unknown>[] = [];
let refuse = false;

const answers = ["none", "some", "all"];
const scales: RecoveryScaleInfo[] = [
  {
    scale: "aldrete_percent",
    label: "Modified Aldrete (circulation in percent)",
    items: [
      { item: "activity", label: "Activity", answers },
      { item: "circulation_percent", label: "Circulation", answers },
    ],
  },
  { scale: "padss", label: "PADSS", items: [{ item: "bleeding", label: "Bleeding", answers }] },
];
const minutes: Minutes = {
  byHand: { start: at, stop: later(2407), pauses: [], elapsed: "00:40:07", infusing: "00:37:07" },
  byPump: { start: at, stop: null, pauses: [], elapsed: null, infusing: null },
};

beforeEach(() => {
  sent.length = 0;
  refuse = false;
  vi.stubGlobal("fetch", async (path: string, request?: RequestInit) => {
    if (request?.method === "POST") {
      sent.push(JSON.parse(String(request.body)));
      return refuse
        ? new Response(JSON.stringify({ title: "Refused", detail: "Only 465 mg are left." }), { status: 409 })
        : Response.json({ epoch: 1, input: 101 });
    }
    return Response.json(path.endsWith("/minutes") ? minutes : { vitals: [], rules: [], recoveryScales: scales });
  });
});
afterEach(() => vi.unstubAllGlobals());

const item = (part: Partial<DischargeItem>): DischargeItem => ({
  code: "gait",
  need: "steady_gait",
  words: "a steady tandem gait",
  isMet: false,
  why: "a steady tandem gait",
  at: null,
  metFrom: null,
  ...part,
});

const vial: VialView = {
  id: "vial-1",
  drug: "ketamine",
  strengthMgPerMl: 50,
  volumeMl: 10,
  lot: "L1",
  expiry: "2027-01-31",
  openedAt: at,
  labelledMg: 500,
  overfillMg: 0,
  givenMg: 35,
  wastedMg: 0,
  returnedMg: 0,
  leftMg: 465,
};

async function show(after: Partial<AfterView>, part: Partial<SessionView> = {}, roles?: string[]) {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  const view = session({ phase: "recovery", startedAt: at, ...part, after: { ...session().after, ...after } });
  const shown = render(<AfterPanels session={view} />, {
    wrapper: ({ children }) => (
      <LiveStage store={store} {...(roles ? { roles } : {})}>
        {children}
      </LiveStage>
    ),
  });
  await screen.findByRole("table");
  return shown;
}

const press = (name: string | RegExp) => act(async () => fireEvent.click(screen.getByRole("button", { name })));
const type = (label: string | RegExp, text: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
const region = (name: string) => within(screen.getByRole("region", { name }));

describe("a recovery score", () => {
  it("goes line by line with nothing chosen beforehand, under the scale that the protocol names", async () => {
    await show({ scale: "aldrete_percent", threshold: 9 }, { id: "r-1" });
    await screen.findByText("The protocol asks for 9 of 10 by this scale before the discharge.");
    const chart = screen.getByRole("button", { name: "Chart score" }) as HTMLButtonElement;
    expect(chart.disabled).toBe(true);
    expect(screen.getByText("Open: Activity, Circulation")).toBeTruthy();
    const buttons = region("Recovery score").getAllByRole("button", { name: /all$/ });
    for (const button of buttons) fireEvent.click(button);
    await press("Chart 4 of 10");
    expect(sent).toMatchObject([
      {
        type: "score_recovery",
        scale: "aldrete_percent",
        items: [
          { item: "activity", score: 2 },
          { item: "circulation_percent", score: 2 },
        ],
      },
    ]);
    expect(sent[0]).not.toHaveProperty("at");
  });

  it("is shown with what it rests on, its age and its scale by name", async () => {
    const score = {
      scale: "aldrete_percent" as const,
      label: "Modified Aldrete (circulation in percent)",
      total: 3,
      items: [
        { item: "activity", score: 2 },
        { item: "circulation_percent", score: 1 },
      ],
      at: later(-240),
      by: "nora",
    };
    await show({ scores: [score] }, { id: "r-2" });
    expect(screen.getByText("3 of 10, Modified Aldrete (circulation in percent)")).toBeTruthy();
    expect(await screen.findByText("Activity 2, Circulation 1")).toBeTruthy();
    expect(screen.getByText(/\(4 min ago\), nora/)).toBeTruthy();
  });

  it("is entered late with the time at which it was, in the clinic's zone", async () => {
    await show({}, { id: "r-3" });
    await press("PADSS");
    await press(/^2 all/);
    const panel = region("Recovery score");
    fireEvent.change(panel.getByLabelText(/^When it was/), { target: { value: "14:05" } });
    expect(panel.getByText("1 h 05 ago, late entry")).toBeTruthy();
    await press("Chart 2 of 10");
    expect(sent).toMatchObject([{ scale: "padss", at: "2026-11-23T19:05:00.000Z" }]);
  });
});

describe("the discharge", () => {
  const time = item({
    code: "time",
    need: null,
    words: "30 min since the stop or the last dose",
    why: "29 min 00 s of the 30 min",
    at: later(-1740),
    metFrom: later(60),
  });

  it("lists each thing as met or open, by icon and word", async () => {
    await show(
      { discharge: [time, item({}), item({ need: "escort_present", words: "an escort, by name", isMet: true, at })] },
      { id: "d-1" },
    );
    const panel = region("Before the discharge");
    expect(panel.getByText("2 of 3 still open.")).toBeTruthy();
    const lines = panel.getAllByRole("listitem").map((line) => line.textContent ?? "");
    expect(lines[0]).toMatch(/^Open: 30 min since the stop or the last dose (1:00|0:[0-5]\d) left/);
    expect(lines[1]).toMatch(/^Open: a steady tandem gait/);
    expect(lines[2]).toMatch(/^Met: an escort, by name/);
    expect(panel.getAllByRole("listitem").every((line) => line.querySelector("svg"))).toBe(true);
  });

  it("counts the time as met by the clock alone", async () => {
    await show({ discharge: [{ ...time, metFrom: new Date(atMs - 1000).toISOString() }] }, { id: "d-2" });
    expect(screen.getByText("Everything is there: discharge.")).toBeTruthy();
  });

  it("takes an escort only by name, and a plan with a positive screen", async () => {
    await show(
      {
        discharge: [
          item({ need: "escort_present", words: "an escort, by name" }),
          item({ need: "suicidality_screened", words: "a suicidality screen" }),
        ],
      },
      { id: "d-3" },
    );
    expect((screen.getByRole("button", { name: "Escort is here" }) as HTMLButtonElement).disabled).toBe(true);
    type("Escort's name", "Maria Example");
    await press("Escort is here");
    type("Plan, where it is positive", "Call tonight");
    await press("Positive");
    expect(sent).toMatchObject([
      { type: "chart_discharge_need", need: "escort_present", isMet: true, note: "Maria Example" },
      { type: "chart_discharge_need", need: "suicidality_screened", isMet: false, note: "Call tonight" },
    ]);
  });

  it("lets a physician, and nobody else, go on in spite of what is open", async () => {
    const open = { discharge: [item({})], mayBeOverridden: true };
    const shown = await show(open, { id: "d-4" });
    expect(screen.getByText("A physician may discharge in spite of what is open, with a reason.")).toBeTruthy();
    expect(screen.queryByText("Discharge in spite of what is open")).toBeNull();
    shown.unmount();
    await show(open, { id: "d-4" }, ["physician"]);
    fireEvent.change(screen.getAllByLabelText("Reason")[0] as HTMLElement, { target: { value: "To the ward" } });
    await press("Chart: discharge in spite of what is open");
    expect(sent).toMatchObject([{ type: "discharge_in_spite", reason: "To the ward" }]);
  });

  it("charts who leaves against advice, with the reason", async () => {
    await show({}, { id: "d-5" });
    type("Reason", "Has to catch a train");
    await press("Chart: patient leaves against advice");
    expect(sent).toMatchObject([{ type: "leave_against_advice", reason: "Has to catch a train" }]);
  });
});

describe("vials", () => {
  it("are opened by their label in a few touches", async () => {
    await show({ vialsAsked: true }, { id: "v-1" });
    expect(screen.getByText("No vial is charted. The session closes only with its vials.")).toBeTruthy();
    await press("50 mg/mL × 10 mL");
    type("Lot", "L1");
    type("Expires", "2027-01-31");
    await press("Chart vial as opened, 500 mg");
    expect(sent).toMatchObject([
      {
        type: "open_vial",
        drug: "ketamine",
        strengthMgPerMl: 50,
        volumeMl: 10,
        lot: "L1",
        expiry: "2027-01-31",
      },
    ]);
    expect(sent[0]?.vial).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("are wasted before another person, whose password is kept nowhere", async () => {
    refuse = true;
    await show({ vials: [vial], leftMg: 465 }, { id: "v-2" });
    expect(screen.getByText("465 mg are not accounted for. The session closes at 0 mg.")).toBeTruthy();
    await press("Wasted");
    await press("All that is left, 465 mg");
    type("Witness's name", "Okafor");
    type("Witness's password", "secret");
    const chart = screen.getByRole("button", { name: "Chart wasted 465 mg" }) as HTMLButtonElement;
    expect(chart.disabled).toBe(true);
    expect(screen.getByText(/cannot be the witness/)).toBeTruthy();
    type("Witness's name", "hale");
    await press("Chart wasted 465 mg");
    expect(sent).toMatchObject([
      { type: "waste_from_vial", vial: "vial-1", mg: 465, witness: { name: "hale", password: "secret" } },
    ]);
    expect(screen.getByText("Not charted. What was typed is still here, without the password.")).toBeTruthy();
    expect((screen.getByLabelText("Witness's password") as HTMLInputElement).value).toBe("");
    expect((screen.getByLabelText("Witness's name") as HTMLInputElement).value).toBe("hale");
  });

  it("take what the pump gave from its counter, less what is charted already", async () => {
    await show({ vials: [{ ...vial, givenMg: 20, leftMg: 480 }], leftMg: 480 }, { id: "v-3", givenMg: 35 });
    expect(screen.getByText("The pump gave 35 mg, 20 mg are charted as given.")).toBeTruthy();
    await press("Given");
    await press("Chart what the pump gave, 15 mg");
    expect(sent).toMatchObject([{ type: "give_from_vial", vial: "vial-1", mg: null }]);
  });
});

describe("the page", () => {
  it("shows start, stop and minutes for the bill as charted and by the pump, and makes nothing up", async () => {
    await show({}, { id: "m-1" });
    const [, charted, pump] = screen.getAllByRole("row").map((row) => row.textContent);
    expect(charted).toMatch(/^Charted15:10:0015:50:0740 min 07 s37 min 07 s$/);
    expect(pump).toMatch(/^Pump15:10:00not knownnot knownnot known$/);
    expect(minuteWords("1.02:00:09.5")).toBe("1560 min 09 s");
  });

  it("has no violation that axe knows", async () => {
    const { container } = await show(
      { vials: [vial], leftMg: 465, overfillUpToPercent: 10, discharge: [item({})], mayBeOverridden: true },
      { id: "axe-1" },
      ["physician"],
    );
    await press("Wasted");
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
