import { describe, expect, it } from "vitest";
import { Refused } from "../session/api";
import { faultsOf, secondsOf, timeOf, timeWords, valueAt, withValue } from "./draft";

describe("a draft", () => {
  const body = { safety: { vitals: [{ value: 90 }, { value: 92 }], rules: { "spo2-low": { isOn: true } } } };

  it("is read and changed by the paths that faults have", () => {
    expect(valueAt(body, "safety.vitals[1].value")).toBe(92);
    expect(valueAt(body, "safety.rules.spo2-low.isOn")).toBe(true);
    expect(valueAt(body, "guardrails.doseMgPerKg.softHigh")).toBeUndefined();

    const changed = withValue(body, "safety.vitals[1].value", null);
    expect(changed.safety.vitals).toEqual([{ value: 90 }, { value: null }]);
    expect(changed.safety.vitals[0]).toBe(body.safety.vitals[0]);
    expect(body.safety.vitals[1]).toEqual({ value: 92 });
  });

  it("makes what is on the way and missing", () => {
    expect(withValue({} as object, "safety.rules.telemetry-lost.delay", "00:00:05")).toEqual({
      safety: { rules: { "telemetry-lost": { delay: "00:00:05" } } },
    });
  });

  it.each([
    ["00:00:37.5000000", 37.5],
    ["00:40:00", 2400],
    ["1.02:00:00", 93_600],
    ["-00:00:05", -5],
  ])("reads %s as %d seconds and writes it again", (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
    expect(timeOf(seconds)).toBe(text);
  });

  it("does not take for a time what is none", () => {
    expect(["40", 40, null, "00:99", "x"].map(secondsOf)).toEqual([null, null, null, null, null]);
    expect([timeWords("00:40:00"), timeWords("00:00:15"), timeWords("00:00:00"), timeWords(null)]).toEqual([
      "40 min",
      "15 s",
      "0 s",
      "–",
    ]);
  });

  it("finds the faults in a problem", () => {
    const faults = [{ path: "name", message: "is missing" }];
    expect(faultsOf(new Refused(422, "One fault.", { faults }))).toEqual(faults);
    expect(faultsOf(new Refused(409, "Changed.", { faults: null }))).toEqual([]);
    expect(faultsOf(new Error("x"))).toEqual([]);
  });
});
