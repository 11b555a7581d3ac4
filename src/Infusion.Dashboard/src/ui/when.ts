import { instantIn } from "./format";

const clock = /^([01]?\d|2[0-3])[:.]?([0-5]\d)$/;

const dayIn = (timeZone: string, ms: number): string => {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(ms);
};

/** The last instant, not after now, at which a clock of this zone showed it; null: it is no time of day. */
export function lastTime(text: string, timeZone: string, nowMs: number): string | null {
  const read = clock.exec(text.trim());
  if (!read) return null;
  const time = `${read[1]?.padStart(2, "0")}:${read[2]}`;
  const today = dayIn(timeZone, nowMs);
  const yesterday = new Date(Date.parse(`${today}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  for (const day of [today, yesterday]) {
    const at = instantIn(timeZone, `${day}T${time}`);
    if (at !== null && Date.parse(at) <= nowMs) return at;
  }
  return null;
}
