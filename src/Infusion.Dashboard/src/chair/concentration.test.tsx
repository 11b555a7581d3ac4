import { act, fireEvent, render, screen } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConcentrationView } from "../live/contract";
import { LiveStore } from "../live/store";
import type { ConcentrationCourse, ConcentrationForecast, ConcentrationPoint } from "../session/contract";
import { at, atMs, chair, later, session, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { ConcentrationPanel } from "./ConcentrationPanel";
import { bandWords, belowWords, ifWords, isFrozen, toBands, typed } from "./concentration";
import type { TimeView } from "./useZoom";

// The canvas is not jsdom's; what is drawn is tested as columns.
vi.mock("./BandPlot", () => ({ BandPlot: () => <div data-testid="plot" /> }));

const band = { low: 129.4, lowModel: "Clements 250", high: 216.6, highModel: "Kamp" };
const estimate = (part: Partial<ConcentrationView> = {}): ConcentrationView => ({
  asOf: at,
  validUntil: later(15),
  plasma: band,
  effectSite: { ...band, low: 90.2 },
  notes: [],
  ...part,
});

const points = (...minutes: number[]): ConcentrationPoint[] =>
  minutes.map((minute) => [atMs + minute * 60_000, 10 + minute, 20 + minute, 1 + minute, 2 + minute]);

const forecast = (part: Partial<ConcentrationForecast> = {}): ConcentrationForecast => ({
  rateMlPerHour: 52.5,
  points: points(0, 1, 2),
  plasmaAtPeak: { ...band, high: 252.8 },
  below: null,
  ...part,
});

const course = (part: Partial<ConcentrationCourse> = {}): ConcentrationCourse => ({
  models: [
    { name: "Domino", source: "" },
    { name: "Kamp", source: "" },
  ],
  now: estimate(),
  history: points(-2, -1, 0),
  goesOn: forecast(),
  stopsNow: forecast({ rateMlPerHour: 0, points: points(0, 5) }),
  changesTo: null,
  ...part,
});

describe("the estimate in words", () => {
  it("is a band of whole numbers", () => {
    expect(bandWords(band)).toBe("129–217");
  });

  it("is frozen from the instant on that the pump has been silent too long", () => {
    expect(isFrozen(estimate(), atMs + 14_999)).toBe(false);
    expect(isFrozen(estimate(), atMs + 15_000)).toBe(true);
  });

  it("says what is supposed", () => {
    expect(ifWords("goesOn", forecast())).toBe("if it goes on at 52.5 mL/h");
    expect(ifWords("goesOn", forecast({ rateMlPerHour: 0 }))).toBe("if nothing more is given");
    expect(ifWords("goesOn", forecast({ rateMlPerHour: null }))).toContain("the pump has not said its rate");
    expect(ifWords("stopsNow", forecast({ rateMlPerHour: 0 }))).toBe("if it stops now");
    expect(ifWords("changesTo", forecast({ rateMlPerHour: 0 }))).toBe("if the rate changes to 0.0 mL/h");
  });

  it("says when the effect site is below a level as a stretch of time, with the models at its ends", () => {
    const words = (first: string | null, last: string | null) =>
      belowWords({ first, firstModel: "Hijazi", last, lastModel: "Clements 250" }, atMs, "UTC");
    expect(words(later(600), later(3600))).toBe("between 20:20 (Hijazi) and 21:10 (Clements 250)");
    expect(words(at, later(3600))).toBe("between now (Hijazi) and 21:10 (Clements 250)");
    expect(words(at, at)).toBe("is below now, by every model");
    expect(words(later(600), null)).toBe("from 20:20 (Hijazi); not within a day by Clements 250");
    expect(words(null, null)).toBe("not within a day, by any model");
  });

  it("takes a typed number only within its bounds", () => {
    expect(typed("52,5", 0, 100)).toBe(52.5);
    expect(typed(" 0 ", 0, 100)).toBe(0);
    for (const text of ["", " ", "-1", "101", "ten", "1e999"]) expect(typed(text, 0, 100)).toBeNull();
  });
});

describe("the estimate's columns", () => {
  it("join past and forecast in the estimate's instant, and neither is drawn in the other's place", () => {
    const [xs, low, high, aheadLow, aheadHigh] = toBands(course(), "goesOn", "plasma");
    expect(xs).toEqual([-2, -1, 0, 1, 2].map((minute) => atMs / 1000 + minute * 60));
    expect(low).toEqual([8, 9, 10, null, null]);
    expect(high).toEqual([18, 19, 20, null, null]);
    expect(aheadLow).toEqual([null, null, 10, 11, 12]);
    expect(aheadHigh).toEqual([null, null, 20, 21, 22]);
  });

  it("keep the holes of the pump's silence, and take the effect site's own numbers", () => {
    const holed = course({ history: [...points(-3), [atMs - 60_001, null, null, null, null], ...points(-1)] });
    expect(toBands(holed, "stopsNow", "effectSite")[1]).toEqual([-2, null, 0, 1, null]);
  });

  it("are the past alone where there is no forecast", () => {
    const [xs, low, , ahead] = toBands(course({ goesOn: null }), "goesOn", "plasma");
    expect([xs.length, low?.at(-1), ahead?.at(-1)]).toEqual([3, 10, null]);
  });
});

const time: TimeView = {
  zoom: { spanMs: null, endMs: null },
  axis: { fromMs: atMs - 1_800_000, toMs: atMs + 1_800_000, nowMs: atMs },
  pointedMs: null,
  set: () => undefined,
  point: () => undefined,
  zoomBy: () => undefined,
  moveBy: () => undefined,
};

describe("the panel", () => {
  const asked: string[] = [];
  let answer: ConcentrationCourse;
  let store: LiveStore;

  beforeEach(() => {
    asked.length = 0;
    answer = course();
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      return new Response(JSON.stringify(answer));
    });
    store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = (concentration: ConcentrationView | null) =>
    render(<ConcentrationPanel view={chair("A1", { concentration })} session={session()} time={time} events={[]} />, {
      wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage>,
    });

  it("shows both bands with their models, the forecast in words, and that nothing was measured", async () => {
    show(estimate({ validUntil: later(600), notes: ["silence_filled"] }));
    await screen.findByText(/if it goes on at 52.5 mL\/h: plasma up to 129–253 ng\/mL/);
    expect(screen.getByText("129–217")).toBeTruthy();
    expect(screen.getByText("90–217")).toBeTruthy();
    expect(screen.getAllByText("Clements 250 to Kamp")).toHaveLength(2);
    expect(screen.getByText(/not measured/)).toBeTruthy();
    expect(screen.getByText(/silent while it gave/)).toBeTruthy();
    expect(screen.getByText(/Domino, Kamp/)).toBeTruthy();
  });

  it("has no fault that axe can see", async () => {
    show(estimate({ validUntil: later(600) }));
    await screen.findByText(/if it goes on/);
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => v.id)).toEqual([]);
  });

  it("takes the numbers away and the forecast with them when the estimate is frozen", async () => {
    show(estimate({ validUntil: later(-1) }));
    await screen.findByText(/Domino, Kamp/);
    expect(screen.queryByText("129–217")).toBeNull();
    expect(screen.queryByText(/if it goes on/)).toBeNull();
    expect(screen.getAllByText("frozen at 15:10:00")).toHaveLength(2);
  });

  it("says that there is none where the pump's counter was never heard", async () => {
    show(null);
    expect(screen.getAllByText("no pump counter heard")).toHaveLength(2);
  });

  it("asks for another rate and a level once they are numbers", async () => {
    show(estimate({ validUntil: later(600) }));
    await screen.findByText(/if it goes on/);
    answer = course({
      changesTo: forecast({
        rateMlPerHour: 20,
        below: { first: later(600), firstModel: "Hijazi", last: later(3600), lastModel: "Clements 250" },
      }),
    });
    fireEvent.click(screen.getByRole("button", { name: "Other rate" }));
    fireEvent.change(screen.getByLabelText(/Rate/), { target: { value: "20" } });
    await act(async () => {
      fireEvent.change(screen.getByLabelText(/Effect site below/), { target: { value: "100" } });
    });
    await screen.findByText(
      /if the rate changes to 20.0 mL\/h: .*effect site below 100 ng\/mL between 15:20 \(Hijazi\) and 16:10 \(Clements 250\)/,
    );
    expect(asked.at(-1)).toContain("/sessions/session-a1/concentration?rateMlPerHour=20&belowNgPerMl=100");
  });
});
