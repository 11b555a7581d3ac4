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
    format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
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

export const calendarDay = (instant: string | number, timeZone: string): string =>
  formatter(timeZone, { weekday: "short", day: "2-digit", month: "short", year: "numeric" })
    .format(toDate(instant))
    .replace(",", "")
    .replace("Sept", "Sep");

/** "EST, UTC−05:00" */
export function zoneName(instant: number, timeZone: string): string {
  const part = (timeZoneName: "short" | "longOffset", locale: string) =>
    new Intl.DateTimeFormat(locale, { timeZone, timeZoneName })
      .formatToParts(toDate(instant))
      .find((p) => p.type === "timeZoneName")?.value ?? "";
  const offset = part("longOffset", "en-US").replace("GMT", "UTC").replace("-", "−");
  const name = part("short", "en-US").replace("-", "−");
  return name.startsWith("GMT") || name === "UTC" ? offset : `${name}, ${offset}`;
}

/** A date without a time has no zone: it is printed as it was written. */
export function birthDate(date: string): string {
  const parsed = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime())) return unknown;
  return formatter("UTC", { day: "2-digit", month: "short", year: "numeric" }).format(parsed).replace("Sept", "Sep");
}

export const mrnTail = (mrn: string): string => (mrn.length > 4 ? `··${mrn.slice(-4)}` : mrn);
