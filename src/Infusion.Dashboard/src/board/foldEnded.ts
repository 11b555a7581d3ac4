import { type AlarmFamily, alarmRank } from "../live/alarms";

const isHigh = ({ alarm, consequences }: AlarmFamily): boolean =>
  [alarm, ...consequences].some(({ priority }) => priority === "high");

const hasEnded = ({ alarm, consequences }: AlarmFamily): boolean =>
  [alarm, ...consequences].every(({ presence }) => presence === "latched");

/**
 * What may be folded away on a small screen: alarms whose conditions are all over and none of which is of high priority. Of every chair
 * with an alarm one stays to be seen, and one alone is as short as what would stand for it.
 */
export function foldEnded(all: readonly AlarmFamily[]): { shown: AlarmFamily[]; folded: AlarmFamily[] } {
  const mayFold = (family: AlarmFamily) => hasEnded(family) && !isHigh(family);
  const first = all.some((family) => !mayFold(family)) ? undefined : all[0];
  const folded = all.filter((family) => mayFold(family) && family !== first);
  if (folded.length < 2) return { shown: [...all], folded: [] };
  return {
    shown: all.filter((family) => !folded.includes(family)),
    folded: folded.sort((a, b) => alarmRank(a.alarm) - alarmRank(b.alarm)),
  };
}
