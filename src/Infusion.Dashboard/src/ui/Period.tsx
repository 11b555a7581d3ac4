import { t } from "@lingui/core/macro";
import { instantIn } from "./format";

/** Two wall clocks' times in the clinic's zone, as a datetime field gives them. */
export interface WallPeriod {
  from: string;
  to: string;
}

/** "2026-11-23T15:10" of an instant in a zone. */
export const wallClock = (instantMs: number, timeZone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" })
    .format(instantMs)
    .replace(" ", "T");

/** The last days up to now. */
export const lastDays = (days: number, nowMs: number, timeZone: string): WallPeriod => ({
  from: `${wallClock(nowMs - days * 86_400_000, timeZone).slice(0, 10)}T00:00`,
  to: wallClock(nowMs + 60_000, timeZone),
});

/** The instants; null: one of the fields is empty. */
export function instantsOf(period: WallPeriod, timeZone: string): { from: string; to: string } | null {
  const [from, to] = [instantIn(timeZone, period.from), instantIn(timeZone, period.to)];
  return from !== null && to !== null ? { from, to } : null;
}

interface PeriodProps {
  period: WallPeriod;
  change: (period: WallPeriod) => void;
  timeZone: string;
}

export const Period = ({ period, change, timeZone }: PeriodProps) => (
  <>
    <label>
      {t`From, in ${timeZone}`}
      <input
        type="datetime-local"
        value={period.from}
        onChange={(event) => change({ ...period, from: event.target.value })}
      />
    </label>
    <label>
      {t`To`}
      <input
        type="datetime-local"
        value={period.to}
        onChange={(event) => change({ ...period, to: event.target.value })}
      />
    </label>
  </>
);
