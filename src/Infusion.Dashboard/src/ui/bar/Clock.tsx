import { useClock, useLive } from "../../live/LiveContext";
import { calendarDay, clockTime, zoneName } from "../format";

export function Clock() {
  const timeZone = useLive((state) => state.clinic?.timeZone ?? "UTC");
  const time = useClock((nowMs) => clockTime(nowMs, timeZone, true));
  const zone = useClock((nowMs) => zoneName(nowMs - (nowMs % 60_000), timeZone));
  const day = useClock((nowMs) => calendarDay(nowMs, timeZone));
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
