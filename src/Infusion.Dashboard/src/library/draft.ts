import { Refused } from "../session/api";
import type { Fault, Protocol } from "./contract";

/** "safety.vitals[3].value" as steps. A rule's code is one step, whatever hyphens it has. */
export function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? (name ?? "") : Number(index),
  );
}

export function valueAt(body: unknown, path: string): unknown {
  let here = body;
  for (const step of stepsOf(path)) {
    if (typeof here !== "object" || here === null) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
}

/** The same with one value changed; what is on the way and missing is made. */
export function withValue<T>(body: T, path: string, value: unknown): T {
  const set = (here: unknown, steps: (string | number)[]): unknown => {
    const [step, ...rest] = steps;
    if (step === undefined) return value;
    if (Array.isArray(here)) return here.map((item, index) => (index === step ? set(item, rest) : item));
    const members = (here ?? {}) as Record<string | number, unknown>;
    return { ...members, [step]: set(members[step], rest) };
  };
  return set(body, stepsOf(path)) as T;
}

/** Of "hh:mm:ss", with days and fractions as the server writes them; null: it is no time. */
export function secondsOf(time: unknown): number | null {
  const parts = typeof time === "string" ? /^(-)?(?:(\d+)\.)?(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(time) : null;
  if (!parts) return null;
  const [, sign, days = "0", hours, minutes, seconds] = parts;
  const all = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign ? -all : all;
}

export function timeOf(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const whole = Math.trunc(Math.abs(seconds));
  const fraction = Math.round((Math.abs(seconds) - whole) * 1e7);
  const days = Math.trunc(whole / 86_400);
  return (
    (seconds < 0 ? "-" : "") +
    (days > 0 ? `${days}.` : "") +
    `${two(Math.trunc(whole / 3600) % 24)}:${two(Math.trunc(whole / 60) % 60)}:${two(whole % 60)}` +
    (fraction > 0 ? `.${String(fraction).padStart(7, "0")}` : "")
  );
}

/** "40 min", "37.5 s": whole minutes as minutes. */
export function timeWords(time: unknown): string {
  const seconds = secondsOf(time);
  if (seconds === null) return "–";
  if (seconds !== 0 && seconds % 60 === 0) return `${seconds / 60} min`;
  return `${seconds} s`;
}

/** What a problem says of the paths; empty: it is about something else. */
export function faultsOf(error: unknown): Fault[] {
  const faults = error instanceof Refused ? error.problem.faults : null;
  return Array.isArray(faults) ? (faults as Fault[]) : [];
}

/**
 * The field of a difference: limits and lines of the schedule are named there by what they are about ("safety.vitals[sp_o2 low high].value"),
 * and fields by their place. What is not there any more stays as it is.
 */
export function fieldPath(protocol: Protocol, path: string): string {
  const [, list, key = "", rest = ""] = /^(safety\.vitals|schedule)\[([^\]]+)\](.*)$/.exec(path) ?? [];
  if (!list) return path;
  const keys =
    list === "schedule"
      ? (protocol.schedule ?? []).map(({ what, window, from }) => `${what} ${window} from ${from}`)
      : (protocol.safety?.vitals ?? []).map(({ metric, side, priority }) => `${metric} ${side} ${priority}`);
  const place = keys.indexOf(key);
  return place < 0 ? path : `${list}[${place}]${rest}`;
}
