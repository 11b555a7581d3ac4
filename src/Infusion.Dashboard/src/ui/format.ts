import { language } from "../texts";

/** The words for what is not known. Never a zero. */
export const unknown = "–";

export function figure(value: number | null | undefined, decimals = 0): string {
  return value == null || !Number.isFinite(value) ? unknown : value.toFixed(decimals);
}

export function withUnit(value: number | null | undefined, unit: string, decimals = 0): string {
  const text = figure(value, decimals);
  if (text === unknown || unit === "") return text;
  return `${text} ${unit}`;
}

/** 0:32, 14:54, 1 h 47: short enough for a row. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${String(minutes % 60).padStart(2, "0")}` : `${Math.floor(hours / 24)} d`;
}

/** "4 s", "12 min", "2 h": for ages where seconds soon stop to matter. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(language.formats, { ...options, timeZone });
    formats.set(key, format);
  }
  return format;
}

const toDate = (instant: string | number): Date => new Date(instant);

export function clockTime(instant: string | number | null, timeZone: string, seconds = false): string {
  if (instant === null) return unknown;
  const date = toDate(instant);
  if (Number.isNaN(date.getTime())) return unknown;
  const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return formatter(timeZone, seconds ? { ...options, second: "2-digit" } : options).format(date);
}

/** To the millisecond: where delays are what is looked at. */
export function exactTime(instant: string | null, timeZone: string): string {
  const time = clockTime(instant, timeZone, true);
  return time === unknown || instant === null
    ? time
    : `${time}.${String(toDate(instant).getUTCMilliseconds()).padStart(3, "0")}`;
}

/** "240 ms", "2.4 s", "12 min": a delay by its size. */
export function delay(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : age(ms);
}

/** The instant of a wall clock's "2026-11-23T15:10" in a zone. In an hour that comes twice it is the later one. */
export function instantIn(timeZone: string, wallClock: string): string | null {
  const asUtcMs = Date.parse(`${wallClock}Z`);
  if (Number.isNaN(asUtcMs)) return null;
  const offsetMs = (atMs: number): number => {
    const parts = Object.fromEntries(
      formatter(timeZone, {
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        hourCycle: "h23",
      })
        .formatToParts(atMs)
        .map((part) => [part.type, part.value]),
    );
    const wall = `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}Z`;
    return Date.parse(wall) - Math.floor(atMs / 1000) * 1000;
  };
  // The offset near the instant decides, and the first guess may lie on the other side of a change.
  const guess = asUtcMs - offsetMs(asUtcMs);
  return new Date(asUtcMs - offsetMs(guess)).toISOString();
}

export const calendarDay = (instant: string | number, timeZone: string): string =>
  formatter(timeZone, { weekday: "short", day: "2-digit", month: "short", year: "numeric" })
    .format(toDate(instant))
    .replace(",", "")
    .replace("Sept", "Sep");

/** "EST, UTC−05:00" */
export function zoneName(instant: number, timeZone: string): string {
  const part = (timeZoneName: "short" | "longOffset") =>
    new Intl.DateTimeFormat(language.zones, { timeZone, timeZoneName })
      .formatToParts(toDate(instant))
      .find((p) => p.type === "timeZoneName")?.value ?? "";
  const offset = part("longOffset").replace("GMT", "UTC").replace("-", "−");
  const name = part("short").replace("-", "−");
  return name.startsWith("GMT") || name === "UTC" ? offset : `${name}, ${offset}`;
}

/** A date without a time has no zone: it is printed as it was written. */
export function birthDate(date: string): string {
  const parsed = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime())) return unknown;
  return formatter("UTC", { day: "2-digit", month: "short", year: "numeric" }).format(parsed).replace("Sept", "Sep");
}

export const mrnTail = (mrn: string): string => (mrn.length > 4 ? `··${mrn.slice(-4)}` : mrn);
