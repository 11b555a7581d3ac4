import { describe, expect, it } from "vitest";
import { at, atMs, later, value } from "../testing/fixtures";
import { crossedLimit, nibpStanding, vitalStanding } from "./age";
import { ServerClock } from "./clock";

describe("the server's clock", () => {
  const clockAt = () => {
    const local = { ms: 1_000_000 };
    return { local, clock: new ServerClock(() => local.ms) };
  };

  it("runs on between heartbeats and when they stop", () => {
    const { local, clock } = clockAt();
    clock.hear(at);
    local.ms += 90_000;
    expect(clock.now()).toBe(atMs + 90_000);
  });

  it("takes the message that was least late", () => {
    const { local, clock } = clockAt();
    clock.hear(at);
    local.ms += 2000;
    // This one took 400 ms longer on its way.
    clock.hear(later(1.6));
    expect(clock.now()).toBe(atMs + 2000);
  });

  it("follows a clock that was set, forward and back", () => {
    const { local, clock } = clockAt();
    clock.hear(at);
    local.ms += 2000;
    clock.hear(later(-600));
    expect(clock.now()).toBe(atMs - 600_000);
    clock.hear(later(600));
    expect(clock.now()).toBe(atMs + 600_000);
  });

  it("runs faster in simulated time", () => {
    const { local, clock } = clockAt();
    clock.hear(at);
    clock.setSpeed(60);
    local.ms += 1000;
    expect(clock.now()).toBe(atMs + 60_000);
  });

  it("ignores what is no instant and no speed", () => {
    const { clock } = clockAt();
    clock.hear(at);
    clock.hear("soon");
    clock.setSpeed(0);
    expect(clock.now()).toBe(atMs);
    expect(clock.speed).toBe(1);
  });
});

describe("how a value may be shown", () => {
  it.each([
    ["fresh", value(), 15],
    ["stale", value(), 15.001],
    ["questionable", value({ quality: "questionable" }), 1],
    ["invalid", value({ quality: "invalid" }), 1],
    ["no_signal", value({ value: null }), 1],
    ["stale", value({ quality: "invalid" }), 60],
  ] as const)("%s", (standing, shown, seconds) => {
    expect(vitalStanding(shown, atMs + seconds * 1000, false)).toBe(standing);
  });

  it("nothing stands after a cut, and nothing received is not a value", () => {
    expect(vitalStanding(value(), atMs, true)).toBe("cut");
    expect(vitalStanding(undefined, atMs, false)).toBe("never");
    expect(nibpStanding(null, atMs, false)).toBe("never");
  });

  it("a zero is a value, a null is none", () => {
    expect(vitalStanding(value({ value: 0 }), atMs, false)).toBe("fresh");
  });
});

describe("a limit", () => {
  it.each([
    [89, 90, null, "low"],
    [90, 90, null, null],
    [111, 50, 110, "high"],
    [110, 50, 110, null],
    [5, null, null, null],
    [null, 90, 110, null],
  ] as const)("%s in %s to %s is %s", (number, low, high, crossed) => {
    expect(crossedLimit(number, low, high)).toBe(crossed);
  });
});
