import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChairView } from "../live/contract";
import { LiveProvider } from "../live/LiveContext";
import { LiveStore } from "../live/store";
import { alarm, at, chair, later, session, snapshot, value } from "../testing/fixtures";
import type { WallChair } from "./contract";
import { isOutdated } from "./newPages";
import { WallBoard } from "./WallBoard";
import WallPage from "./WallPage";
import { wallGrid } from "./wallGrid";

/** As the server sends it: what is not named there is not there. */
function sent({ chair: name, vitals, nibp, pump, alarms, session: full }: ChairView): ChairView {
  const view: WallChair = {
    chair: name,
    vitals,
    nibp,
    pump,
    alarms,
    session: full && {
      id: full.id,
      phase: full.phase,
      phaseSince: full.phaseSince,
      startedAt: full.startedAt,
      givenMg: full.givenMg,
      givenAsOf: full.givenAsOf,
      expectedEndAt: full.expectedEndAt,
      due: full.due,
      order: { doseMg: full.order.doseMg },
    },
  };
  return view as ChairView;
}

const pump = {
  device: "pump-1",
  status: "infusing" as const,
  mode: "continuous" as const,
  rateMlPerHour: 52.5,
  programmedMlPerHour: 52.5,
  volumeTotalMl: 10,
  concentrationMgPerMl: 1,
  drug: "ketamine",
  at,
  receivedAt: at,
  staleAfterSeconds: 15,
};
const raised = (id: string, of: string, part = {}) => alarm({ id, chair: of, session: `session-${of}`, ...part });

describe("the grid of a wall", () => {
  it("keeps every chair in the window, whatever their number, and numbers as large as can be", () => {
    for (let chairs = 1; chairs <= 64; chairs++) {
      const { columns, isDense } = wallGrid(chairs, 1900, 950);
      expect(isDense).toBe(950 / Math.ceil(chairs / columns) < 90);
      expect(columns * Math.ceil(chairs / columns)).toBeGreaterThanOrEqual(chairs);
      expect(950 / Math.ceil(chairs / columns)).toBeGreaterThan(55);
      expect(1900 / columns).toBeGreaterThan(230);
    }
    expect([1, 6, 12, 64].map((chairs) => wallGrid(chairs, 1900, 950).columns)).toEqual([1, 2, 2, 4]);
    expect(wallGrid(6, 500, 1800)).toEqual({ columns: 1, isDense: false });
    expect(wallGrid(0, 1900, 950).columns).toBe(1);
  });
});

describe("a wall", () => {
  let store: LiveStore;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(at) });
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
    store = new LiveStore(undefined, (run) => run());
    store.dispatch({
      kind: "snapshot",
      snapshot: snapshot({
        chairs: [
          sent(
            chair("A1", { pump, session: session({ due: [{ what: "sedation", dueAt: later(95), overdueAt: null }] }) }),
          ),
          sent(
            chair("A2", {
              vitals: { hr: value({ value: 104 }), spo2: value({ value: 86 }) },
              alarms: [raised("b", "A2"), raised("c", "A2", { priority: "low", headline: "Battery low" })],
            }),
          ),
          sent(
            chair("B1", {
              alarms: [
                raised("d", "B1", { priority: "medium", headline: "HR 130 /min" }),
                raised("e", "B1", { priority: "low", headline: "Clock" }),
                raised("f", "B1", { priority: "high", headline: "RR 5 /min", acknowledged: true, calls: false }),
              ],
            }),
          ),
          sent(chair("B2", { session: null, vitals: {} })),
        ],
      }),
    });
    const connection = { attempt: () => null, subscribe: () => () => undefined, tryNow: () => undefined };
    render(<WallBoard display={{ name: "Corridor", clinic: "harbor" }} />, {
      wrapper: ({ children }) => (
        <QueryClientProvider client={new QueryClient()}>
          <LiveProvider live={{ store, connection }}>{children}</LiveProvider>
        </QueryClientProvider>
      ),
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const tile = (name: string) => screen.getByRole("article", { name: `Chair ${name}` });

  it("has every chair in its place, from nothing but what a wall is sent, and nothing to press", () => {
    expect(screen.getAllByRole("article").map((each) => each.getAttribute("aria-label"))).toEqual([
      "Chair A1",
      "Chair A2",
      "Chair B1",
    ]);
    expect(screen.getByText("Free: B2")).toBeTruthy();
    expect(tile("A1").textContent).toContain("10.0 of 35.0 mg");
    expect(tile("A1").textContent).toContain("25:00 left");
    expect(tile("A1").textContent).toContain("Sedation in 1:35");
    expect(screen.queryByRole("button")).toBeNull();
    expect(screen.queryByRole("link")).toBeNull();
    expect(screen.getByText("The bedside monitor is the alarm of record.")).toBeTruthy();
  });

  it("tells the worst alarms that nobody has answered with what to do, counts the others, and leaves what is acknowledged at its chair", () => {
    const told = within(screen.getByRole("list", { name: "Alarms" })).getAllByRole("listitem");
    expect(told.map((line) => line.textContent)).toEqual([
      "High priorityA2*** SpO2 86 %, limit 90 %Open the airway, check the probe.",
      "Medium priorityB1** HR 130 /minOpen the airway, check the probe.",
      expect.stringMatching(/^Low priority(A2|B1)\* (Battery low|Clock)/),
      expect.stringMatching(/^and 1 more: (A2|B1)$/),
    ]);
    expect(tile("B1").textContent).toContain("HR 130 /min");
    expect(tile("B1").textContent).toContain("+2");
  });

  it("of many chairs tells two alarms, and that the others are marked at their chairs", () => {
    const all = Array.from({ length: 24 }, (_, i) => {
      const name = `C${i + 1}`;
      return sent(chair(name, { alarms: [raised(`m-${i}`, name)] }));
    });
    act(() => void store.dispatch({ kind: "snapshot", snapshot: snapshot({ n: 20, chairs: all }) }));
    const told = within(screen.getByRole("list", { name: "Alarms" })).getAllByRole("listitem");
    expect(told).toHaveLength(3);
    expect(told[2]?.textContent).toBe("and 22 more, marked at their chairs");
    expect(screen.getAllByRole("article")).toHaveLength(24);
  });

  it("cut off, says so across the screen, takes every number away and says what was", () => {
    act(() => void store.dispatch({ kind: "silence" }));
    act(() => void vi.advanceTimersByTime(34_000));
    const said = screen.getByRole("alert", { name: "No connection" });
    expect(said.textContent).toContain("NOT LIVE 0:34");
    expect(said.textContent).toContain("Watch the chairs and the bedside monitors.");
    expect(document.querySelectorAll(".vital .num.fig")).toHaveLength(0);
    expect(screen.getByRole("list", { name: "Alarms" }).textContent).toContain("Was active at 15:10:00");
    expect(screen.getByText("Alarms unknown")).toBeTruthy();
    expect(tile("A1").textContent).toContain("as of 15:10:00");
    expect(tile("A1").textContent).not.toContain("left");
  });

  it("ages what it shows by itself", () => {
    act(() => void vi.advanceTimersByTime(20_000));
    expect(tile("A1").textContent).not.toContain("72");
    expect(tile("A1").textContent).toContain("as of 15:10:00");
  });

  it("has no fault that axe can see", async () => {
    vi.useRealTimers();
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });
});

describe("the pages of a display", () => {
  it("are older than the server's when that names another script, and not when it names none", () => {
    const running = new DOMParser().parseFromString(
      '<script type="module" src="/assets/index-1.js"></script>',
      "text/html",
    );
    expect(isOutdated('<script type="module" crossorigin src="/assets/index-1.js"></script>', running)).toBe(false);
    expect(isOutdated('<script type="module" crossorigin src="/assets/index-2.js"></script>', running)).toBe(true);
    expect(isOutdated("<h1>Bad gateway</h1>", running)).toBe(false);
  });
});

describe("a display", () => {
  afterEach(() => vi.unstubAllGlobals());

  const open = () =>
    render(
      <QueryClientProvider client={new QueryClient()}>
        <WallPage />
      </QueryClientProvider>,
    );

  it("that is not let in shows nothing, and says who can change that", async () => {
    window.history.replaceState(null, "", "/wall");
    vi.stubGlobal("fetch", async () =>
      Response.json({ detail: "A clinic manager makes a link for it." }, { status: 401 }),
    );
    open();
    expect((await screen.findByRole("alert")).textContent).toContain("This display shows nothing.");
    expect(screen.getByText("A clinic manager makes a link for it.")).toBeTruthy();
  });

  it("sends the secret of its link in a body, and keeps it in no address", async () => {
    window.history.replaceState(null, "", "/wall#the-secret");
    const asked: [string, string | undefined][] = [];
    vi.stubGlobal("fetch", async (path: string, request?: RequestInit) => {
      asked.push([path, request?.body as string | undefined]);
      return path === "/api/wall/enrol" ? new Response(null, { status: 204 }) : new Promise(() => undefined);
    });
    open();
    await act(async () => screen.getByRole("button", { name: "Show the chairs here" }).click());
    expect(asked[0]).toEqual(["/api/wall/enrol", '{"secret":"the-secret"}']);
    expect(window.location.href).not.toContain("the-secret");
    expect(await screen.findByText("Waiting for the server.")).toBeTruthy();
  });
});
