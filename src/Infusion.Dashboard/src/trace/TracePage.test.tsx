import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import type { TracePage as Page, TraceDetail, TraceRow } from "../session/contract";
import { at, later, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import TracePage from "./TracePage";
import { delayPixels, wayOf } from "./way";

const row = (part: Partial<TraceRow> = {}): TraceRow => ({
  id: "1-1",
  outcome: "live",
  device: "monitor-1",
  boot: "boot-1",
  seq: 7,
  deviceAt: later(-5),
  receivedAt: at,
  evaluatedAt: later(0.004),
  committedAt: later(0.029),
  chartedAt: later(-0.12),
  chartedAtReceipt: false,
  chair: "A1",
  session: "session-a1",
  unknownKeys: [],
  reason: null,
  quarantine: null,
  resubmission: null,
  ...part,
});

const refused = row({
  id: "2-2",
  outcome: "refused",
  reason: "wrong-shape",
  quarantine: 5,
  boot: null,
  seq: null,
  deviceAt: null,
  chartedAt: null,
  chair: null,
});

const detail = (of: TraceRow, part: Partial<TraceDetail> = {}): TraceDetail => ({
  row: of,
  values: [],
  pump: null,
  alerts: [],
  clockBehindSeconds: null,
  status: null,
  detail: null,
  payload: null,
  resubmitRefused: null,
  ...part,
});

describe("the trace", () => {
  const answers = new Map<string, () => Response>();
  const asked: string[] = [];
  const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
  const page = (rows: TraceRow[], next: string | null = null): Page => ({ rows, next, searchedTo: later(-3600) });
  let store: LiveStore;

  beforeEach(() => {
    answers.clear();
    asked.length = 0;
    answers.set("/devices", () => json([{ device: "monitor-1" }]));
    vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
      asked.push(`${init?.method ?? "GET"} ${path}`);
      for (const [part, answer] of answers) if (path.includes(part)) return answer();
      return json({ title: "Not Found" }, 404);
    });
    store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = (roles?: string[]) =>
    render(<TracePage />, {
      wrapper: ({ children }) => (
        <LiveStage store={store} {...(roles ? { roles } : {})}>
          {children}
        </LiveStage>
      ),
    });

  it("says of each message what became of it and where it is charted, or why not", async () => {
    const others = [
      row({ id: "3-3", outcome: "late", chair: null }),
      row({
        id: "4-4",
        outcome: "unregistered",
        device: "monitor-9",
        chartedAt: null,
        chair: null,
        unknownKeys: ["a", "b"],
      }),
    ];
    answers.set("/trace", () => json(page([refused, row(), ...others])));
    show();
    await screen.findByText("wrong-shape");
    const lines = screen
      .getAllByRole("row")
      .slice(1)
      .map((line) => line.textContent);
    expect(lines[0]).toContain("Refused");
    expect(lines[1]).toContain("15:10:00.000");
    expect(lines[1]).toContain("charted at A1");
    expect(lines[1]).toContain("29 ms");
    expect(lines[2]).toContain("not charted: at no session then");
    expect(lines[3]).toContain("not charted: the device is not accepted");
    expect(lines[3]).toContain("2 unknown keys");
    expect(screen.queryByRole("button", { name: /Send again/ })).toBeNull();
  });

  it("opens the details of a line by its button, times and values with their units", async () => {
    answers.set("/trace/1-1", () =>
      json(
        detail(row(), {
          clockBehindSeconds: 4.88,
          values: [
            {
              key: "MDC_PULS_OXIM_SAT_O2",
              label: "SpO2",
              value: 97.5,
              unit: "%",
              quality: "questionable",
              measuredAt: null,
            },
            {
              key: "MDC_TEMP_BODY",
              label: "Temperature",
              value: null,
              unit: "°C",
              quality: "invalid",
              measuredAt: null,
            },
          ],
        }),
      ),
    );
    answers.set("/trace", () => json(page([row()])));
    show();
    const toggle = await screen.findByRole("button", { name: /15:10:00.000/ });
    fireEvent.click(toggle);
    await screen.findByText("97.5 %");
    expect(toggle.getAttribute("aria-expanded")).toBe("true");
    expect(screen.getByText("no value")).toBeTruthy();
    expect(screen.getByText("questionable")).toBeTruthy();
    expect(screen.getByText("4.9 s behind, corrected")).toBeTruthy();
    expect(screen.getByText("after 120 ms")).toBeTruthy();
    expect(screen.getByText("after 25 ms")).toBeTruthy();
    expect(screen.getByText("Held still while you read.")).toBeTruthy();
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });

  it("lets a manager send a refused one again, and says what became of that", async () => {
    answers.set("/quarantine/5/resubmit", () =>
      json({ outcome: "refused", detail: "wrong-shape: $.seq must be present." }),
    );
    answers.set("/trace", () => json(page([refused])));
    show(["manager"]);
    fireEvent.click(await screen.findByRole("button", { name: "Send again the message of monitor-1" }));
    await screen.findByText("Sent again and refused again. wrong-shape: $.seq must be present.");
    expect(asked).toContain("POST /api/clinics/harbor/quarantine/5/resubmit");
  });

  it("offers no second sending of what was taken or was never whole", async () => {
    const taken = { at, by: "S. Lindqvist", outcome: "late", detail: null };
    answers.set("/trace", () =>
      json(
        page([
          { ...refused, resubmission: taken },
          { ...refused, id: "9-9", reason: "oversized" },
        ]),
      ),
    );
    show(["integrator"]);
    await screen.findByText("Sent again and charted as late.");
    expect(screen.queryByRole("button", { name: /Send again/ })).toBeNull();
  });

  it("asks for what is chosen, and for older ones by the cursor", async () => {
    answers.set("before=1-1", () => json(page([row({ id: "0-9", device: "pump-7" })])));
    answers.set("/trace", () => json(page([row()], "1-1")));
    show();
    await screen.findByText("charted at A1");
    fireEvent.change(screen.getByLabelText("Outcome"), { target: { value: "live" } });
    fireEvent.change(screen.getByLabelText(/Received before/), { target: { value: "2026-11-23T15:10" } });
    await waitFor(() => expect(asked.at(-1)).toContain("outcome=live&to=2026-11-23T20%3A10%3A00.000Z"));
    fireEvent.click(await screen.findByRole("button", { name: "Older messages" }));
    await screen.findByText("pump-7");
    expect(screen.queryByRole("button", { name: "Older messages" })).toBeNull();
  });

  it("says that there is nothing, or that it could not be read and why", async () => {
    answers.set("/trace", () => json(page([])));
    const { unmount } = show();
    expect((await screen.findByText(/No such message/)).textContent).toContain(
      "Searched back to Mon 23 Nov 2026 14:10:00.",
    );
    unmount();
    answers.set("/trace", () => json({ title: "Bad parameter", detail: "to is before from." }, 400));
    show();
    expect((await screen.findByRole("alert")).textContent).toContain("to is before from.");
  });

  it("brings new ones by itself at the top", async () => {
    vi.useFakeTimers();
    let newest = row();
    answers.set("/trace", () => json(page([newest])));
    show();
    await act(() => vi.advanceTimersByTimeAsync(100));
    expect(screen.getByText("charted at A1")).toBeTruthy();
    newest = row({ id: "8-8", chair: "A2" });
    await act(() => vi.advanceTimersByTimeAsync(5100));
    expect(within(screen.getByRole("table")).getByText("charted at A2")).toBeTruthy();
    vi.useRealTimers();
  });
});

describe("the way of a message", () => {
  it("counts the first delay by the corrected clock, and not at all without one", () => {
    expect(wayOf(row()).map((step) => step.delayMs)).toEqual([null, 120, 4, 25]);
    expect(wayOf(row({ chartedAtReceipt: true }))[1]?.delayMs).toBeNull();
    expect(wayOf(row({ committedAt: null }))[3]?.delayMs).toBeNull();
  });

  it("is drawn on one scale, each tenfold as much longer", () => {
    expect(delayPixels(0)).toBe(6);
    expect(delayPixels(10_000) - delayPixels(1000)).toBe(delayPixels(100_000) - delayPixels(10_000));
  });
});
