import { describe, expect, it } from "vitest";
import { lastTime } from "./when";

const now = Date.parse("2026-11-23T20:10:00Z"); // 15:10 in New York

describe("the time that was written on paper", () => {
  it.each([
    ["14:05", "2026-11-23T19:05:00.000Z"],
    ["1405", "2026-11-23T19:05:00.000Z"],
    ["9.30", "2026-11-23T14:30:00.000Z"],
    ["15:10", "2026-11-23T20:10:00.000Z"],
  ])("is of today: %s", (text, at) => expect(lastTime(text, "America/New_York", now)).toBe(at));

  it("is of yesterday where today it has not come yet", () => {
    expect(lastTime("15:11", "America/New_York", now)).toBe("2026-11-22T20:11:00.000Z");
  });

  it.each(["24:00", "12:60", "noon", "", "5"])("is none: %s", (text) => {
    expect(lastTime(text, "America/New_York", now)).toBeNull();
  });
});
