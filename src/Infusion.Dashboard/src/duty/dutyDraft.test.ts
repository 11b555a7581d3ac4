import { describe, expect, it } from "vitest";
import { chainOf, moved, toggled, whatIsWrong, without, withStep } from "./dutyDraft";

const step = (name: string, answerWithinSeconds = 60) => ({ people: [name], answerWithinSeconds });
const names = (chain: { people: string[] }[]) => chain.map((each) => each.people[0]);
const chain = [step("a"), step("b"), step("c")];

describe("a draft of the duty list", () => {
  it("begins with what stands, a chair without its own with the clinic's", () => {
    const duty = { clinic: chain, chairs: { A1: [step("z")] } };
    expect(names(chainOf(duty, ""))).toEqual(["a", "b", "c"]);
    expect(names(chainOf(duty, "A1"))).toEqual(["z"]);
    expect(names(chainOf(duty, "B2"))).toEqual(["a", "b", "c"]);
  });

  it("moves a step, and not over the ends", () => {
    expect(names(moved(chain, 0, 1))).toEqual(["b", "a", "c"]);
    expect(names(moved(chain, 2, -1))).toEqual(["a", "c", "b"]);
    expect(names(moved(chain, 0, -1))).toEqual(["a", "b", "c"]);
    expect(names(moved(chain, 2, 1))).toEqual(["a", "b", "c"]);
    expect(names(without(chain, 1))).toEqual(["a", "c"]);
  });

  it("says what is wrong before the server must", () => {
    expect(whatIsWrong([])).toBeNull();
    expect(whatIsWrong(chain)).toBeNull();
    expect(whatIsWrong(withStep(chain))).toBe("Step 4 names nobody.");
    expect(whatIsWrong([step("a", 10), step("b", 600)])).toBeNull();
    for (const seconds of [9, 601, Number.NaN]) expect(whatIsWrong([step("a", seconds)])).toContain("10 to 600 s");
  });

  it("puts a person on and takes them off", () => {
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  });
});
