import { useLive } from "../live/LiveContext";
import { calendarDay, clockTime, zoneName } from "./format";

interface Props {
  at: string;
  seconds?: boolean;
}

/** A time of day at the clinic; day, zone and offset when one asks for them. */
export function ClockTime({ at, seconds = false }: Props) {
  const timeZone = useLive((state) => state.clinic?.timeZone ?? "UTC");
  const whole = `${calendarDay(at, timeZone)}, ${clockTime(at, timeZone, true)} ${zoneName(Date.parse(at), timeZone)}`;
  return (
    <time className="fig" dateTime={at} title={whole}>
      {clockTime(at, timeZone, seconds)}
    </time>
  );
}
