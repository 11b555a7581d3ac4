import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { later, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import type { WhatIfAlarm, WhatIfChange, WhatIfChoices, WhatIfLine, WhatIfSession, WhatIfTotals } from "./contract";
import { changesOf, noEdit } from "./edits";
import { linesOf } from "./lines";
import WhatIfPage from "./WhatIfPage";
import { changeWords, kindOf, secondsOf } from "./words";

const choices: WhatIfChoices = {
  sessions: [
    { session: "s1", chair: "A1", initials: "J.M.", protocol: "mood", plannedAt: later(-7200), closedAt: later(-600) },
    { session: "s2", chair: "A2", initials: null, protocol: "mood", plannedAt: later(-3600), closedAt: null },
  ],
  protocols: [
    {
      protocol: "mood",
      version: 1,
      name: "Mood",
      limits: {
        rules: {},
        vitals: [
          {
            metric: "sp_o2",
            side: "low",
            priority: "high",
            value: 90,
            baselineChange: null,
            delay: "00:00:15",
            repeatAfter: null,
          },
          {
            metric: "nibp_systolic",
            side: "high",
            priority: "medium",
            value: 180,
            baselineChange: 0.3,
            delay: "00:00:00",
            repeatAfter: "00:01:00",
          },
        ],
      },
    },
  ],
  rules: [
    { rule: "spo2-low", id: "SR-001", priority: "high", hasOwnDelay: false, mayBeOff: true },
    { rule: "telemetry-lost", id: "SR-005", priority: "medium", hasOwnDelay: true, mayBeOff: false },
  ],
};

const alarm = (part: Partial<WhatIfAlarm> = {}): WhatIfAlarm => ({
  alarm: "a1",
  rule: "spo2-low",
  headline: "SpO2 91 %, limit 92 %",
  metric: "sp_o2",
  source: null,
  raisedPriority: "high",
  priority: "high",
  onset: later(-3000),
  raisedAt: later(-2985),
  endedAt: later(-2900),
  ...part,
});

const change = (part: Partial<WhatIfChange> = {}): WhatIfChange => ({
  before: null,
  after: alarm(),
  laterBySeconds: 0,
  longerBySeconds: 0,
  hasOtherPriority: false,
  ...part,
});

const result = (part: Partial<WhatIfSession> = {}): WhatIfSession => ({
  session: "s1",
  chair: "A1",
  initials: "J.M.",
  protocol: "mood",
  plannedAt: later(-7200),
  until: later(-600),
  monitoredHours: 1.5,
  replay: { isSame: true, isOpen: false, events: 20, verdict: "The same 20 events." },
  refused: 0,
  same: [alarm({ alarm: "same", headline: "SpO2 84 %, limit 90 %" })],
  changes: [change()],
  ...part,
});

const totals: WhatIfTotals = {
  sessions: 1,
  replayed: 1,
  monitoredHours: 1.5,
  asItWas: { alarms: 1, high: 1, medium: 0, low: 0, perHour: 0.667 },
  asItWouldBe: { alarms: 2, high: 2, medium: 0, low: 0, perHour: 1.333 },
  gained: 1,
  lost: 0,
  earlier: 0,
  later: 0,
  otherPriority: 0,
  longer: 0,
  shorter: 0,
};

describe("what if", () => {
  let store: LiveStore;
  let posted: { body: unknown; signal: AbortSignal | null } | null;
  let answer: () => Response;

  beforeEach(() => {
    posted = null;
    answer = () => told({ kind: "totals", of: totals });
    vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
      if (init?.method === "POST") {
        posted = { body: JSON.parse(String(init.body)), signal: init.signal ?? null };
        return answer();
      }
      return path.includes("/what-if") ? new Response(JSON.stringify(choices)) : new Response("{}", { status: 404 });
    });
    store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    render(<WhatIfPage />, {
      wrapper: ({ children }) => (
        <LiveStage store={store} roles={["physician"]}>
          {children}
        </LiveStage>
      ),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const told = (...lines: WhatIfLine[]) => new Response(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const runButton = () => screen.getByRole("button", { name: /again$/ }) as HTMLButtonElement;
  const setSpO2 = async (value: string) =>
    fireEvent.change(await screen.findByLabelText("Limit, SpO2 below, high, %"), { target: { value } });

  it("asks with what was changed only, for the sessions that were chosen", async () => {
    await setSpO2("92");
    fireEvent.change(screen.getByLabelText("Delay, Systolic above, medium, s"), { target: { value: "60" } });
    fireEvent.click(screen.getByRole("checkbox", { name: /A2 patient erased/ }));
    fireEvent.click(screen.getByRole("checkbox", { name: /SR-001/ }));
    fireEvent.click(runButton());
    await waitFor(() => expect(posted).not.toBeNull());
    expect(posted?.body).toEqual({
      sessions: ["s1"],
      limits: {
        changes: [{ metric: "sp_o2", side: "low", priority: "high", value: 92 }],
        rules: [{ rule: "spo2-low", on: false }],
      },
    });
  });

  it("runs nothing while no limit is other than in force, and no rule that must stay can be off", async () => {
    await setSpO2("90");
    expect(runButton().disabled).toBe(true);
    expect((screen.getByRole("checkbox", { name: /SR-005/ }) as HTMLInputElement).disabled).toBe(true);
    await setSpO2("91");
    expect(runButton().disabled).toBe(false);
  });

  it("tells totals before and after and each alarm in words, not by colour alone", async () => {
    const moved = change({
      before: alarm({ alarm: "a2", priority: "medium", raisedPriority: "medium" }),
      after: alarm({ alarm: "a3" }),
      laterBySeconds: -12,
      longerBySeconds: 30,
      hasOtherPriority: true,
    });
    answer = () =>
      told(
        { kind: "progress", share: 0.5, sessions: 0, of: 1 },
        {
          kind: "session",
          session: result({ changes: [change(), moved, change({ before: alarm({ alarm: "a4" }), after: null })] }),
        },
        { kind: "totals", of: totals },
      );
    await setSpO2("92");
    fireEvent.click(runButton());
    const after = (await screen.findByRole("row", { name: /As it would be/ })).textContent;
    expect(after).toContain("21.3");
    const lines = within(screen.getByRole("article")).getAllByRole("listitem");
    expect(lines.map((line) => line.textContent)).toEqual([
      expect.stringContaining("Gained"),
      expect.stringContaining("12 s earlier, 30 s longer, medium becomes high"),
      expect.stringContaining("Lost"),
    ]);
    expect(lines[0]?.textContent).toContain("SpO2 91 %, limit 92 %");
    expect(lines[0]?.textContent).toContain("High");
    expect(screen.getByRole("img", { name: /Alarms of chair A1/ }).querySelectorAll("rect").length).toBe(2 + 4);
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });

  it("marks a session that is not as on record", async () => {
    const off = { isSame: false, isOpen: false, events: 20, verdict: "A difference at event 7." };
    answer = () =>
      told({ kind: "session", session: result({ replay: off, refused: 2 }) }, { kind: "totals", of: totals });
    await setSpO2("92");
    fireEvent.click(runButton());
    await screen.findByText("Not as on record: A difference at event 7.");
    expect(screen.getByText("2 of what people did could not be done under these limits.")).toBeTruthy();
  });

  it("shows progress while it runs, and lets go of it when cancelled", async () => {
    answer = () => {
      const { signal } = posted as { signal: AbortSignal };
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          const line: WhatIfLine = { kind: "progress", share: 0.25, sessions: 0, of: 2 };
          controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
          signal.addEventListener("abort", () => controller.error(new DOMException("aborted", "AbortError")));
        },
      });
      return new Response(stream);
    };
    await setSpO2("92");
    fireEvent.click(runButton());
    await screen.findByText("25 % run through, 0 of 2 sessions done.");
    expect(runButton().disabled).toBe(true);
    fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await screen.findByText("Cancelled; 0 of 2 sessions are shown, without totals.");
    expect(posted?.signal?.aborted).toBe(true);
    expect(runButton().disabled).toBe(false);
  });

  it("says why it was refused, and that an answer that broke off is not all", async () => {
    answer = () => new Response(JSON.stringify({ detail: "limits.changes[0].value is 900." }), { status: 400 });
    await setSpO2("900");
    fireEvent.click(runButton());
    expect((await screen.findByRole("alert")).textContent).toContain("limits.changes[0].value is 900.");
    answer = () => told({ kind: "session", session: result() });
    fireEvent.click(runButton());
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("broke off"));
  });
});

describe("the words of what if", () => {
  it("reads a stored time span", () => {
    expect(secondsOf("00:01:30")).toBe(90);
    expect(secondsOf("1.00:00:00.5")).toBe(86_400.5);
    expect(secondsOf("soon")).toBeNaN();
  });

  it("names each kind of change", () => {
    expect(kindOf(change())).toBe("gained");
    expect(kindOf(change({ before: alarm(), after: null }))).toBe("lost");
    expect(kindOf(change({ before: alarm(), laterBySeconds: 1 }))).toBe("later");
    expect(kindOf(change({ before: alarm(), longerBySeconds: -1 }))).toBe("changed");
    expect(changeWords(change({ before: alarm(), longerBySeconds: -1.26 }))).toBe("1.3 s shorter");
  });

  it("puts lines together that come in pieces, and takes no piece for a line", async () => {
    const bytes = new TextEncoder().encode('{"kind":"waiting"}\n{"kind":"failed","reason":"ü"}\n{"kind":"wai');
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const lines: WhatIfLine[] = [];
    for await (const line of linesOf(body)) lines.push(line);
    expect(lines).toEqual([{ kind: "waiting" }, { kind: "failed", reason: "ü" }]);
  });

  it("takes a limit away when it is switched off", () => {
    const edits = { limits: { "sp_o2 low high": { ...noEdit, value: "92", off: true } }, rulesOff: [] };
    expect(changesOf(choices.protocols[0], edits)).toEqual([
      { metric: "sp_o2", side: "low", priority: "high", off: true },
    ]);
  });
});
