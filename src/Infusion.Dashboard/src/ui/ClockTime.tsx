import { useTimeZone } from "../live/LiveContext";
import { calendarDay, clockTime, zoneName } from "./format";

interface Props {
  at: string | number;
  seconds?: boolean;
}

const useWhole = (at: string | number): { timeZone: string; whole: string } => {
  const timeZone = useTimeZone();
  const whole = `${calendarDay(at, timeZone)}, ${clockTime(at, timeZone, true)} ${zoneName(new Date(at).getTime(), timeZone)}`;
  return { timeZone, whole };
};

/** A time of day at the clinic; day, zone and offset when one asks for them. */
export function ClockTime({ at, seconds = false }: Props) {
  const { timeZone, whole } = useWhole(at);
  return (
    <time className="fig" dateTime={new Date(at).toISOString()} title={whole}>
      {clockTime(at, timeZone, seconds)}
    </time>
  );
}

/** A day and a time at the clinic; zone and offset when one asks for them. */
export function DayTime({ at, seconds = false }: Props) {
  const { timeZone, whole } = useWhole(at);
  return (
    <time className="fig" dateTime={new Date(at).toISOString()} title={whole}>
      {calendarDay(at, timeZone)} {clockTime(at, timeZone, seconds)}
    </time>
  );
}
