import { useMemo } from "react";
import { useClock, useTimeZone } from "../../live/LiveContext";
import { calendarDay, clockTime, zoneName } from "../format";

export function Clock() {
  const timeZone = useTimeZone();
  const time = useClock((nowMs) => clockTime(nowMs, timeZone, true));
  // Names of zones are dear to make, and change with a minute.
  const minuteMs = useClock((nowMs) => nowMs - (nowMs % 60_000));
  const zone = useMemo(() => zoneName(minuteMs, timeZone), [minuteMs, timeZone]);
  const day = useMemo(() => calendarDay(minuteMs, timeZone), [minuteMs, timeZone]);
  return (
    <p className="clock">
      <b className="fig">{time}</b>
      <span>
        {zone}
        <span className="date"> · {day}</span>
      </span>
    </p>
  );
}
