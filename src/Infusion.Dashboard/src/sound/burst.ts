import type { Priority } from "../live/alarmContract";

/** Milliseconds from the burst's begin. */
export interface Pulse {
  startMs: number;
  lengthMs: number;
}

export interface Burst {
  /** The lowest partial; its multiples follow with the levels of `partials`. */
  fundamentalHz: number;
  pulses: readonly Pulse[];
  /** From the begin of one burst to the begin of the next. */
  everyMs: number;
}

/**
 * Levels of the fundamental and its first multiples. IEC 60601-1-8 asks for at least four partials between 300 and 4000 Hz
 * that differ by no more than 15 dB, so that the ear finds where a sound comes from and one dead spot in a room hides nothing.
 */
export const partials: readonly number[] = [1, 0.75, 0.55, 0.45, 0.35];

/** Of a pulse, the part in which it grows, and the part in which it fades. The standard asks for 10 to 20 % at the least. */
export const rampShare = 0.15;

const lengthOf = (pulses: readonly Pulse[]): number => Math.max(...pulses.map((p) => p.startMs + p.lengthMs));

/** Pulses one after the other, each after its gap. */
function rhythm(lengthMs: number, gapsMs: readonly number[]): Pulse[] {
  let startMs = 0;
  return [0, ...gapsMs].map((gapMs, place) => {
    startMs += place === 0 ? 0 : lengthMs + gapMs;
    return { startMs, lengthMs };
  });
}

function burst(fundamentalHz: number, pulses: readonly Pulse[], silenceMs: number): Burst {
  return { fundamentalHz, pulses, everyMs: lengthOf(pulses) + silenceMs };
}

const highGapMs = 75;
const highLengthMs = 150;
const highHalf = [highGapMs, highGapMs, 2 * highGapMs + highLengthMs, highGapMs];

/** The bursts of IEC 60601-1-8, table 3 and 4: ten pulses in two fives, three pulses, two pulses. */
export const bursts: Readonly<Record<Priority, Burst>> = {
  high: burst(660, rhythm(highLengthMs, [...highHalf, 500, ...highHalf]), 5_000),
  medium: burst(440, rhythm(200, [200, 200]), 10_000),
  low: burst(330, rhythm(200, [200]), 20_000),
};
