import { describe, expect, it } from "vitest";
import { ChairHistory } from "../live/history";
import { atMs, chair, later, value } from "../testing/fixtures";
import { drawLane } from "./lanePaths";

describe("the lane", () => {
  const history = () => {
    const kept = new ChairHistory();
    kept.record(chair("A1"));
    return kept;
  };

  it("hatches the silence up to now", () => {
    const drawn = drawLane(history().past("A1"), atMs + 120_000, null);
    expect(drawn.gaps).toHaveLength(1);
    expect(drawn.planned).toBeNull();
  });

  it("hatches a silent monitor while the pump goes on", () => {
    const kept = history();
    const pump = {
      device: "pump-1",
      status: "infusing",
      mode: "continuous",
      rateMlPerHour: 50,
      programmedMlPerHour: 50,
      volumeTotalMl: 1,
      concentrationMgPerMl: 1,
      drug: "ketamine",
      at: later(120),
      receivedAt: later(120),
      staleAfterSeconds: 15,
    } as const;
    kept.record(chair("A1", { pump }));
    const drawn = drawLane(kept.past("A1"), atMs + 120_000, null);
    expect(drawn.gaps).toHaveLength(1);
    expect(drawn.delivered).not.toBe("");
  });

  it("does not join a line over a gap", () => {
    const kept = history();
    kept.record(chair("A1", { vitals: { hr: value({ value: 80, at: later(300) }) } }));
    expect(drawLane(kept.past("A1"), atMs + 300_000, null).hr.match(/M/g)).toHaveLength(2);
  });

  it("says in words that nothing is known", () => {
    expect(drawLane(undefined, atMs, null).words).toBe("Last 30 minutes: heart rate not known, SpO2 not known");
  });

  it("forgets a session that is over", () => {
    const kept = history();
    kept.record(chair("A1", { session: null }));
    expect(kept.past("A1")).toBeUndefined();
  });
});
