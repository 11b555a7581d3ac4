import { describe, expect, it } from "vitest";
import type { Priority } from "../live/alarmContract";
import { type Burst, bursts, partials } from "./burst";

/** What IEC 60601-1-8 allows; milliseconds. */
const allowed: Record<Priority, { pulses: number; lengthMs: [number, number]; silenceMs: [number, number] }> = {
  high: { pulses: 10, lengthMs: [75, 200], silenceMs: [2_500, 15_000] },
  medium: { pulses: 3, lengthMs: [125, 250], silenceMs: [2_500, 30_000] },
  low: { pulses: 2, lengthMs: [125, 250], silenceMs: [15_000, Number.POSITIVE_INFINITY] },
};

const gaps = ({ pulses }: Burst): number[] =>
  pulses.slice(1).map((pulse, place) => pulse.startMs - (pulses[place]?.startMs ?? 0) - (pulses[place]?.lengthMs ?? 0));

const within = (value: number, [least, most]: [number, number]) => {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
};

describe("bursts", () => {
  it.each(Object.entries(allowed) as [Priority, (typeof allowed)[Priority]][])(
    "of %s priority have the pulses of the standard",
    (priority, { pulses, lengthMs, silenceMs }) => {
      const burst = bursts[priority];
      expect(burst.pulses).toHaveLength(pulses);
      for (const pulse of burst.pulses) within(pulse.lengthMs, lengthMs);
      const last = burst.pulses.at(-1);
      within(burst.everyMs - (last?.startMs ?? 0) - (last?.lengthMs ?? 0), silenceMs);
      within(burst.fundamentalHz, [150, 1000]);
    },
  );

  it("of high priority are two fives, each three and two", () => {
    const [first, second, afterThree, fourth, between, ...rest] = gaps(bursts.high);
    within(first ?? 0, [50, 125]);
    expect(second).toBe(first);
    expect(afterThree).toBe(2 * (first ?? 0) + 150);
    expect(fourth).toBe(first);
    within(between ?? 0, [350, 1300]);
    expect(rest).toEqual([first, first, afterThree, fourth]);
  });

  it("of medium priority are even and slower than high", () => {
    const [first, second] = gaps(bursts.medium);
    within(first ?? 0, [125, 250]);
    expect(second).toBe(first);
  });

  it.each(Object.values(bursts))(
    "have four partials and more where they must be, none weak ($fundamentalHz Hz)",
    (burst) => {
      const heard = partials.filter((_, place) => {
        const hz = burst.fundamentalHz * (place + 1);
        return hz >= 300 && hz <= 4000;
      });
      expect(heard.length).toBeGreaterThanOrEqual(4);
      for (const level of heard) expect(20 * Math.log10(Math.max(...heard) / level)).toBeLessThanOrEqual(15);
    },
  );

  it("differ in pitch, so that an ear that missed the count knows", () => {
    expect(bursts.high.fundamentalHz).toBeGreaterThan(bursts.medium.fundamentalHz);
    expect(bursts.medium.fundamentalHz).toBeGreaterThan(bursts.low.fundamentalHz);
  });
});
