import { describe, expect, it } from "vitest";
import { doseWord, givenPart } from "../live/dose";
import { session } from "../testing/fixtures";
import {
  age,
  birthDate,
  clockTime,
  delay,
  exactTime,
  figure,
  instantIn,
  mrnTail,
  span,
  unknown,
  withUnit,
  zoneName,
} from "./format";

describe("numbers", () => {
  it.each([null, undefined, Number.NaN, Number.POSITIVE_INFINITY])("%s never prints as a number", (value) => {
    expect(figure(value)).toBe(unknown);
    expect(withUnit(value, "mg", 1)).toBe(unknown);
  });

  it("a zero that was measured prints as zero, with its unit", () => {
    expect(withUnit(0, "mg", 1)).toBe("0.0 mg");
    expect(withUnit(52.5, "mL/h", 1)).toBe("52.5 mL/h");
    expect(withUnit(15, "")).toBe("15");
  });
});

describe("the dose", () => {
  it("that is unknown is neither nothing nor complete", () => {
    const order = session({ givenMg: null });
    expect(givenPart(order)).toBeNull();
    expect(doseWord(order)).toBe("unknown");
  });

  it.each([
    [0, null, "not started"],
    [0, "2026-11-23T20:10:00Z", "0 %"],
    [34.9, "2026-11-23T20:10:00Z", "99 %"],
    [35, "2026-11-23T20:10:00Z", "complete"],
    [36, "2026-11-23T20:10:00Z", "102 %"],
  ])("%s mg of 35, started %s: %s", (givenMg, startedAt, word) => {
    expect(doseWord(session({ givenMg, startedAt }))).toBe(word);
  });
});

describe("time", () => {
  it.each([
    [0, "0:00"],
    [32_000, "0:32"],
    [894_000, "14:54"],
    [6_420_000, "1 h 47"],
    [-5, "0:00"],
  ])("%s ms left is %s", (ms, text) => expect(span(ms)).toBe(text));

  it.each([
    [900, "0 s"],
    [61_000, "1 min"],
    [7_200_000, "2 h"],
  ])("%s ms old is %s", (ms, text) => expect(age(ms)).toBe(text));

  it("is told in the clinic's zone", () => {
    expect(clockTime("2026-11-23T20:10:28Z", "America/New_York", true)).toBe("15:10:28");
    expect(zoneName(Date.parse("2026-11-23T20:10:28Z"), "America/New_York")).toBe("EST, UTC−05:00");
    expect(clockTime(null, "UTC")).toBe(unknown);
  });

  it("of birth has no zone", () => {
    expect(birthDate("1984-03-12")).toBe("12 Mar 1984");
    expect(birthDate("unknown")).toBe(unknown);
  });
});

it("an MRN shows its tail", () => expect(mrnTail("208-4417")).toBe("··4417"));

describe("times that are looked at closely", () => {
  it("show the millisecond and a delay by its size", () => {
    expect(exactTime("2026-11-23T20:10:00.0407Z", "America/New_York")).toBe("15:10:00.040");
    expect(exactTime(null, "UTC")).toBe(unknown);
    expect([delay(7.4), delay(2440), delay(61_000)]).toEqual(["7 ms", "2.4 s", "1 min"]);
  });

  it("are found from a wall clock in its zone, on both sides of a change of the clocks", () => {
    expect(instantIn("America/New_York", "2026-11-23T15:10")).toBe("2026-11-23T20:10:00.000Z");
    expect(instantIn("America/New_York", "2026-11-01T00:30")).toBe("2026-11-01T04:30:00.000Z");
    expect(instantIn("America/New_York", "2026-11-01T03:30")).toBe("2026-11-01T08:30:00.000Z");
    expect(instantIn("Europe/Vienna", "2026-03-29T03:30")).toBe("2026-03-29T01:30:00.000Z");
    expect(instantIn("UTC", "no time")).toBeNull();
  });
});
