import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { LimitView } from "../live/contract";
import { LiveStore } from "../live/store";
import { at, chair, later, session, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { LimitsPanel } from "./LimitsPanel";
import { bySide, crossedFirst, isAdjustable, limitFigure, whyOf } from "./limits";
import { News2 } from "./News2";

const limit = (part: Partial<LimitView> = {}): LimitView => ({
  metric: "sp_o2",
  label: "SpO2",
  unit: "%",
  side: "low",
  priority: "high",
  value: 90,
  baselineValue: null,
  delaySeconds: 15,
  isRepeated: false,
  adjustableFrom: 85,
  adjustableTo: 94,
  adjusted: null,
  ...part,
});

const adjusted = limit({ value: 86, adjusted: { approved: 90, by: "okafor", at } });
const told = {
  id: "event-1",
  type: "limit_adjusted",
  at,
  recordedAt: at,
  by: "okafor",
  text: "Limit for SpO2 low, high priority: 90 to 86 %. Reason: Lives at 88. Reason: altitude",
  priority: null,
};

function stage(limits: LimitView[], roles: string[], protocolApproved = false) {
  const store = new LiveStore();
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  const order = { ...session().order, protocolApproved };
  return render(
    <LiveStage store={store} roles={roles}>
      <LimitsPanel view={chair("A1", { limits, session: session({ order }) })} session="session-a1" />
    </LiveStage>,
  );
}

describe("limits", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("stand in stages by side, the mildest first", () => {
    const sides = bySide([limit({ priority: "low", value: 94 }), limit(), limit({ side: "high", value: 99 })]);
    expect(sides.map((side) => [side.side, side.stages.map((each) => each.value)])).toEqual([
      ["low", [94, 90]],
      ["high", [99]],
    ]);
  });

  it("show what is crossed first, baseline or limit, and never a zero for what is not known", () => {
    expect(crossedFirst(limit({ side: "high", value: 160, baselineValue: 144 }))).toBe(144);
    expect(crossedFirst(limit({ side: "high", value: 160, baselineValue: 170 }))).toBe(160);
    expect(crossedFirst(limit({ value: 90, baselineValue: 92 }))).toBe(92);
    expect(crossedFirst(limit({ value: null, baselineValue: null }))).toBeNull();
    expect(limitFigure(null)).toBe("–");
    expect(limitFigure(37.8)).toBe("37.8");
  });

  it("are adjustable where the protocol gives a bound", () => {
    expect(isAdjustable(limit())).toBe(true);
    expect(isAdjustable(limit({ adjustableFrom: null, adjustableTo: null }))).toBe(false);
    expect(isAdjustable(limit({ value: null }))).toBe(false);
  });

  it("take the reason from the chart's sentence about that limit", () => {
    expect(whyOf(adjusted, [told])).toBe("Lives at 88. Reason: altitude");
    expect(whyOf(adjusted, [{ ...told, at: later(1) }])).toBeNull();
    expect(whyOf(adjusted, undefined)).toBeNull();
    expect(whyOf(limit(), [told])).toBeNull();
  });

  it("say whether anybody stands for them", () => {
    stage([limit()], ["nurse"]).unmount();
    stage([limit()], ["nurse"], true);
    expect(screen.getByText("Approved for this clinic")).toBeTruthy();
  });

  it("are shown to a nurse with who adjusted, and moved by nobody but a physician", async () => {
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify([told])));
    stage([adjusted], ["nurse"]);
    expect(screen.getByText("Sample limits, approved by nobody")).toBeTruthy();
    expect(await screen.findByText(/okafor, 15:10: Lives at 88/)).toBeTruthy();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("are adjusted, and set back, by a physician with a reason", async () => {
    const sent: unknown[] = [];
    vi.stubGlobal("fetch", async (_: string, init?: RequestInit) => {
      if (init?.method === "POST") sent.push(JSON.parse(String(init.body)));
      return new Response(JSON.stringify(init?.method === "POST" ? { epoch: 1, input: 101 } : []));
    });
    stage([adjusted], ["physician"]);
    fireEvent.click(screen.getByRole("button", { name: "Set back to 90" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ type: "adjust_limit", metric: "sp_o2", side: "low", priority: "high", value: 90 });

    fireEvent.click(screen.getByRole("button", { name: "Adjust a limit" }));
    const set = screen.getByRole("button", { name: "Set for this session" });
    expect(set).toHaveProperty("disabled", true);
    fireEvent.change(screen.getByLabelText("New value in %, 85 to 94, now 86"), { target: { value: "88" } });
    fireEvent.change(screen.getByLabelText("Reason"), { target: { value: "Sleeps" } });
    fireEvent.click(set);
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toMatchObject({ value: 88, reason: "Sleeps" });
  });

  it("have no fault that axe can see", async () => {
    vi.stubGlobal("fetch", async () => new Response("[]"));
    stage([limit({ priority: "low", value: 94 }), adjusted], ["physician"]);
    fireEvent.click(screen.getByRole("button", { name: "Adjust a limit" }));
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => v.id)).toEqual([]);
  });
});

describe("NEWS2", () => {
  const show = (news2: Parameters<typeof News2>[0]["news2"]) => {
    const store = new LiveStore();
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    return render(
      <LiveStage store={store}>
        <News2 news2={news2} />
      </LiveStage>,
    );
  };

  it("says that it is incomplete, what is missing, and that nothing follows from it", () => {
    show({ total: null, atLeast: 3, hasRed: true, missing: ["consciousness", "air or oxygen"], staleAt: null });
    expect(screen.getByText(/Incomplete/).textContent).toBe(
      "Incomplete: 3 or more, one part scores 3. Not known: consciousness, air or oxygen",
    );
    expect(screen.getByText(/It drives nothing here/).textContent).toContain("Dissociation scores 3");
  });

  it("is a number only when every part is known, and none when its values are old", () => {
    show({ total: 5, atLeast: 5, hasRed: true, missing: [], staleAt: later(10) }).unmount();
    show({ total: 5, atLeast: 5, hasRed: false, missing: [], staleAt: later(-1) });
    expect(screen.getByText("Not current: values have gone stale")).toBeTruthy();
    expect(screen.queryByText("5")).toBeNull();
  });
});
