import type { Phase } from "../live/contract";
import { calendarDay, clockTime, figure } from "../ui/format";
import type { Correction, Preview, SessionLine } from "./contract";

const phaseWords: Record<Phase, string> = {
  planned: "planned",
  checked_in: "checked in",
  ready: "ready",
  infusing: "infusing",
  paused: "paused",
  recovery: "in recovery",
  discharged: "discharged",
  closed: "closed",
};

export const sessionWords = (line: SessionLine, timeZone: string): string =>
  `Chair ${line.chair}, ${calendarDay(line.plannedAt, timeZone)} ${clockTime(line.plannedAt, timeZone)}, ${phaseWords[line.phase]}`;

/** "12 readings in 3 minutes, 25 mg, would move." */
export function previewWords(preview: Preview): string {
  const readings = `${preview.readings} ${preview.readings === 1 ? "reading" : "readings"}`;
  const minutes = `${preview.minutes} ${preview.minutes === 1 ? "minute" : "minutes"}`;
  const given = preview.givenMg === null ? "" : `, ${figure(preview.givenMg, 2)} mg by the pump's counter,`;
  return `${readings} in ${minutes}${given} would move.`;
}

export function correctionWords(correction: Correction, timeZone: string): string {
  const time = (instant: string) => clockTime(instant, timeZone, true);
  const until = correction.to === null ? "on" : `to ${time(correction.to)}`;
  const whose = correction.toChair === null ? "nobody's" : `of chair ${correction.toChair}`;
  const was = correction.fromChair === null ? "" : `, not of chair ${correction.fromChair}`;
  return `${correction.device} from ${time(correction.from)} ${until}: ${whose}${was}`;
}

/** As a field of the browser wants it: the wall clock of the clinic. */
export function wallClock(instant: string, timeZone: string): string {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    })
      .formatToParts(Date.parse(instant))
      .map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}
