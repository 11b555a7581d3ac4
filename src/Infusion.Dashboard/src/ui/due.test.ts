import { describe, expect, it } from "vitest";
import type { Due } from "../live/contract";
import { atMs, later } from "../testing/fixtures";
import { dueState, dueText } from "./due";

const due: Due = { what: "sedation", dueAt: later(60), overdueAt: later(360) };

describe("what is due", () => {
  it.each([
    [0, "later", "in 1:00"],
    [59, "later", "in 0:01"],
    [60, "due", "due now"],
    [61, "due", "due for 0:01"],
    [359, "due", "due for 4:59"],
    [360, "overdue", "overdue, due for 5:00"],
    [4000, "overdue", "overdue, due for 1 h 05"],
  ])("after %i s it is %s: %s", (seconds, state, text) => {
    const nowMs = atMs + seconds * 1000;
    expect([dueState(due, nowMs), dueText(due, nowMs)]).toEqual([state, text]);
  });

  it("before the start is due and never overdue", () => {
    expect(dueState({ ...due, overdueAt: null }, atMs + 4_000_000)).toBe("due");
  });
});
