import { act, fireEvent, render, screen } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EventList } from "../chair/EventList";
import { Observations } from "../chair/Observations";
import { Shortcuts } from "../keys/Shortcuts";
import { LiveStore } from "../live/store";
import { at, chair, later, session, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import type { NewCommand } from "./outbox";
import { UndoBar } from "./UndoBar";
import { undoWords } from "./undo";

describe("undo", () => {
  let sent: Record<string, unknown>[];
  let events: unknown[];
  let answer: (command: Record<string, unknown>) => Promise<Response>;
  let store: LiveStore;

  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse(at) });
    sent = [];
    events = [];
    answer = () => Promise.resolve(Response.json({ epoch: 1, input: 101 }));
    vi.stubGlobal("fetch", (_: string, init?: RequestInit) => {
      if (init?.method !== "POST") return Promise.resolve(Response.json(events));
      const command = JSON.parse(String(init.body)) as Record<string, unknown>;
      sent.push(command);
      return answer(command);
    });
    store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot({ chairs: [chair("A1", { session: session() })] }) });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const show = () =>
    render(
      <LiveStage store={store}>
        <Shortcuts opened={false} open={() => undefined} close={() => undefined} />
        <Observations session={session()} />
        <EventList view={chair("A1")} session={session().id} />
        <input aria-label="field" />
        <UndoBar />
      </LiveStage>,
    );
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  const press = async (name: string | RegExp) => {
    fireEvent.click(screen.getByRole("button", { name }));
    await pass(10);
  };
  const key = async (part: Partial<KeyboardEvent>) => {
    fireEvent.keyDown(document.activeElement ?? document.body, part);
    await pass(10);
  };
  const bar = () => screen.queryByRole("button", { name: /^Undo: Sedation/ });
  const said = () => screen.getByRole("status").textContent;

  it("is offered for a minute after what was charted, counted for the eye and said once", async () => {
    const { container } = show();
    expect(bar()).toBeNull();
    await press("3");
    expect(bar()?.closest(".undo-bar")?.textContent).toMatch(/^A1 Sedation 3 charted\.Undo(60|59) s$/);
    const first = said();
    expect(first).toBe("Sedation 3 charted. Undo with U.");
    await pass(30_000);
    expect(bar()?.textContent).toMatch(/^Undo(30|29) s$/);
    expect(said()).toBe(first);
    vi.useRealTimers();
    expect((await axe.run(container)).violations).toEqual([]);
    vi.useFakeTimers({ now: Date.parse(later(61)) });
    await act(async () => store.ticker.tick());
    expect(bar()).toBeNull();
  });

  it("takes back what was charted last, then the one before it", async () => {
    show();
    await press("3");
    await pass(1000);
    await press("4");
    await press(/^Undo: Sedation 4/);
    expect(sent[2]).toMatchObject({ type: "withdraw_entry", entry: sent[1]?.commandId });
    await key({ key: "u" });
    expect(sent[3]).toMatchObject({ type: "withdraw_entry", entry: sent[0]?.commandId });
    expect(bar()).toBeNull();
  });

  it("answers U and Ctrl+Z, not while somebody types, and once however long they are held", async () => {
    show();
    await press("3");
    screen.getByLabelText("field").focus();
    await key({ key: "u" });
    await key({ key: "z", ctrlKey: true });
    expect(sent).toHaveLength(1);
    screen.getByLabelText("field").blur();
    await key({ key: "u", repeat: true });
    await key({ key: "z", ctrlKey: true, repeat: true });
    await key({ key: "z", ctrlKey: true, shiftKey: true });
    expect(sent).toHaveLength(1);
    await key({ key: "z", ctrlKey: true });
    expect(sent[1]).toMatchObject({ type: "withdraw_entry" });
  });

  it("goes after what is still on its way, in that order, when the server is back", async () => {
    let away = true;
    answer = () =>
      away ? Promise.reject(new TypeError("network")) : Promise.resolve(Response.json({ epoch: 1, input: 101 }));
    show();
    await press("3");
    await press(/^Undo: Sedation 3/);
    await pass(4000);
    expect(sent.every((command) => command.type === "chart_observation")).toBe(true);
    expect(said()).toBe("Taking back: Sedation 3.");
    away = false;
    await pass(6000);
    expect(sent.at(-1)).toMatchObject({ type: "withdraw_entry", entry: sent[0]?.commandId });
    expect(sent.at(-2)).toMatchObject({ type: "chart_observation" });
    expect(bar()).toBeNull();
  });

  it("goes away when the server refused what was to be charted", async () => {
    answer = () => Promise.resolve(new Response(JSON.stringify({ detail: "Not on the scale." }), { status: 409 }));
    show();
    await press("3");
    expect(bar()).toBeNull();
  });

  it("is on the entry's own line as long as the server would take it, and the line is struck after it", async () => {
    const event = {
      id: "e-1",
      type: "observation_charted",
      at,
      recordedAt: at,
      by: "okafor",
      text: "Sedation score: MOAA/S, 1",
      priority: null,
      entry: "entry-1",
      mayWithdrawUntil: later(60),
      withdrawn: null,
    };
    events = [event];
    show();
    await pass(1000);
    await press(/^Undo: Sedation score: MOAA\/S, 1$/);
    expect(sent).toMatchObject([{ type: "withdraw_entry", entry: "entry-1" }]);
    events = [{ ...event, mayWithdrawUntil: null, withdrawn: { at: later(20), by: "okafor", afterSeconds: 20.2 } }];
    await pass(1000);
    expect(screen.queryByRole("button", { name: /^Undo:/ })).toBeNull();
    const line = screen.getByText("Sedation score: MOAA/S, 1");
    expect(line.tagName).toBe("S");
    expect(line.closest("li")?.textContent).toContain("entered in error: taken back 15:10:20 by okafor, 20 s after");
  });

  it("is gone from the line when the minute is over", async () => {
    events = [
      { id: "e-1", type: "note_written", at, recordedAt: at, by: "okafor", text: "calm", priority: null, entry: "n" },
    ];
    events = [{ ...(events[0] as object), mayWithdrawUntil: later(10) }];
    show();
    await pass(1000);
    expect(screen.getByRole("button", { name: "Undo: calm" })).toBeTruthy();
    await pass(10_000);
    expect(screen.queryByRole("button", { name: "Undo: calm" })).toBeNull();
  });
});

describe("what can be taken back", () => {
  const words: [NewCommand, string | null][] = [
    [{ type: "chart_observation", what: "sedation", scale: "rass", score: 1 }, "Sedation +1"],
    [{ type: "chart_observation", what: "sedation", scale: "rass", score: -2 }, "Sedation -2"],
    [{ type: "chart_observation", what: "pain", scale: "numeric", score: 7 }, "Pain 7"],
    [{ type: "chart_vitals", heartRatePerMinute: 70 }, "Vitals by hand"],
    [{ type: "write_note", text: "calm" }, "Note"],
    [{ type: "chart_adverse_event", code: "chest_pain", grade: 2 }, "Chest pain, grade 2"],
    [{ type: "chart_adverse_event_outcome", adverseEvent: "a", outcome: "resolved" }, "Outcome: resolved"],
    [
      { type: "give_rescue", medication: "ondansetron", dose: 4, unit: "milligram", route: "intravenous" },
      "Ondansetron 4 mg",
    ],
    [
      { type: "give_rescue", medication: "other", name: "urapidil", dose: 12.5, unit: "milligram", route: "oral" },
      "urapidil 12.5 mg",
    ],
    [{ type: "chart_rescue_response", rescue: "r", response: "no_effect" }, "Response: no effect"],
    [{ type: "chart_setting", item: "music", isOn: false }, "Music off"],
    [{ type: "score_recovery", scale: "padss", items: [] }, "Recovery score"],
    [{ type: "chart_discharge_need", need: "steady_gait", isMet: true }, "What the discharge asks for"],
    [{ type: "start_infusion" }, null],
    [{ type: "give_dose", route: "oral", doseMg: 35 }, null],
    [{ type: "discharge" }, null],
    [{ type: "call_emergency", kind: "help" }, null],
    [{ type: "withdraw_entry", entry: "e" }, null],
  ];
  it.each(words)("%o is %s", (command, expected) => {
    expect(undoWords(command)).toBe(expected);
  });
});
