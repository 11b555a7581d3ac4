import { plural, t } from "@lingui/core/macro";
import type { Phase } from "../live/contract";
import { calendarDay, clockTime, figure } from "../ui/format";
import type { Correction, Preview, SessionLine } from "./contract";

const phaseWords: Record<Phase, string> = {
  planned: t`planned`,
  checked_in: t`checked in`,
  ready: t`ready`,
  infusing: t`infusing`,
  paused: t`paused`,
  recovery: t`in recovery`,
  discharged: t`discharged`,
  closed: t`closed`,
};

export const sessionWords = (line: SessionLine, timeZone: string): string =>
  t`Chair ${line.chair}, ${calendarDay(line.plannedAt, timeZone)} ${clockTime(line.plannedAt, timeZone)}, ${phaseWords[line.phase]}`;

/** "12 readings in 3 minutes, 25 mg, would move." */
export function previewWords(preview: Preview): string {
  const readings = plural(preview.readings, {
    one: `${preview.readings} reading`,
    other: `${preview.readings} readings`,
  });
  const minutes = plural(preview.minutes, { one: `${preview.minutes} minute`, other: `${preview.minutes} minutes` });
  if (preview.givenMg === null) return t`${readings} in ${minutes} would move.`;
  return t`${readings} in ${minutes}, ${figure(preview.givenMg, 2)} mg by the pump's counter, would move.`;
}

export function correctionWords(correction: Correction, timeZone: string): string {
  const time = (instant: string) => clockTime(instant, timeZone, true);
  const from = time(correction.from);
  const during = correction.to === null ? t`from ${from} on` : t`from ${from} to ${time(correction.to)}`;
  const whose = correction.toChair === null ? t`nobody's` : t`of chair ${correction.toChair}`;
  const { device, fromChair } = correction;
  return fromChair === null
    ? t`${device} ${during}: ${whose}`
    : t`${device} ${during}: ${whose}, not of chair ${fromChair}`;
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
