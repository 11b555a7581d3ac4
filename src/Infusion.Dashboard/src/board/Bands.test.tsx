import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AlarmView } from "../live/alarmContract";
import { families } from "../live/alarms";
import { LiveStore } from "../live/store";
import { alarm, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { Bands } from "./Bands";
import { foldEnded } from "./foldEnded";

const of = (id: string, part: Partial<AlarmView> = {}) =>
  alarm({ id, headline: `Alarm ${id}`, priority: "medium", ...part });
const ended = (id: string, part: Partial<AlarmView> = {}) => of(id, { presence: "latched", ...part });

describe("what is folded on a telephone", () => {
  const folds = (...alarms: AlarmView[]) => {
    const { shown, folded } = foldEnded(families(alarms));
    const ids = (all: typeof shown) => all.map((family) => family.alarm.id).join(" ");
    return `${ids(shown)} | ${ids(folded)}`;
  };

  it("is what ended beside one that is active", () => {
    expect(folds(of("a"), ended("b"), ended("c", { priority: "low" }))).toBe("a | b c");
  });

  it("is all but the first where all have ended", () => {
    expect(folds(ended("a"), ended("b"), ended("c"))).toBe("a | b c");
  });

  it("is never an active alarm, acknowledged or not", () => {
    expect(folds(of("a"), of("b"), of("c", { acknowledged: true, priority: "low" }))).toBe("a b c | ");
  });

  it("is never of high priority, also where it has ended", () => {
    expect(folds(ended("a", { priority: "high" }), ended("b", { priority: "high" }), ended("c"), ended("d"))).toBe(
      "a b | c d",
    );
  });

  it("is not what still has an active or a high alarm under it", () => {
    const under = (id: string, part: Partial<AlarmView>) => of(id, { causedBy: "b", ...part });
    const rest = [ended("c"), ended("d")];
    expect(folds(of("a"), ended("b"), under("u", {}), ...rest)).toBe("a b | c d");
    expect(folds(of("a"), ended("b"), under("u", { presence: "latched", priority: "high" }), ...rest)).toBe(
      "a b | c d",
    );
    expect(folds(of("a"), ended("b"), under("u", { presence: "latched" }), ...rest)).toBe("a | b c d");
  });

  it("is not one alone: its line would save nothing", () => {
    expect(folds(of("a"), ended("b"))).toBe("a b | ");
    expect(folds(ended("a"), ended("b"))).toBe("a b | ");
  });

  it("is by priority, whatever the order it comes in", () => {
    expect(folds(of("a"), ended("b", { priority: "low" }), ended("c"))).toBe("a | c b");
  });
});

describe("the alarms of a chair on the board", () => {
  let store: LiveStore;
  beforeEach(() => {
    store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  const alarms = [of("active"), ended("one"), ended("two", { priority: "low" }), ended("three")];
  const show = (isTelephone: boolean) => {
    const was = window.matchMedia("(min-width: 0)");
    vi.spyOn(window, "matchMedia").mockImplementation((media) => ({
      ...was,
      media,
      matches: media === "(max-width: 640px)" && isTelephone,
    }));
    return render(<Bands alarms={alarms} />, {
      wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage>,
    }).container;
  };
  const bands = (within_: HTMLElement) =>
    within(within_)
      .queryAllByRole("region", { hidden: true })
      .map((band) => band.getAttribute("aria-label")?.split(": ")[1]);

  it("stand all of them where there is room", () => {
    expect(bands(show(false))).toHaveLength(4);
    expect(screen.queryByRole("group")).toBeNull();
  });

  it("are folded on a telephone where they have ended, and one tap opens them", () => {
    const container = show(true);
    const folded = screen.getByRole("group") as HTMLDetailsElement;
    expect(screen.getByText(/3 more ended, unacknowledged/).textContent).toBe(
      "Medium priority: 3 more ended, unacknowledged",
    );
    expect(folded.open).toBe(false);
    expect(bands(folded)).toEqual(["Alarm one", "Alarm three", "Alarm two"]);
    expect(bands(container)[0]).toBe("Alarm active");
    fireEvent.click(screen.getByText(/3 more ended/));
    expect(folded.open).toBe(true);
    expect(within(folded).getAllByRole("button", { name: "Acknowledge" })).toHaveLength(3);
  });

  it("are not folded after a cut: what has ended is not known", () => {
    const container = show(true);
    act(() => void store.dispatch({ kind: "silence" }));
    expect(screen.queryByRole("group")).toBeNull();
    expect(bands(container)).toHaveLength(4);
  });

  it("have no fault that axe can see", async () => {
    show(true);
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });
});
