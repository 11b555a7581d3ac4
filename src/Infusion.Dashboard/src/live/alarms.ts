import type { AlarmView, ChairView, Priority } from "./contract";

const rankOfPriority: Record<Priority, number> = { high: 0, medium: 1, low: 2 };

export const rankAcknowledged = 3;
export const rankQuiet = 4;

export const alarmRank = (alarm: AlarmView): number =>
  alarm.acknowledged ? rankAcknowledged : rankOfPriority[alarm.priority];

/** Worst first: unacknowledged before acknowledged, then priority, then the newest onset. */
export function compareAlarms(a: AlarmView, b: AlarmView): number {
  return (
    alarmRank(a) - alarmRank(b) ||
    rankOfPriority[a.priority] - rankOfPriority[b.priority] ||
    Date.parse(b.onsetAt) - Date.parse(a.onsetAt) ||
    (a.id < b.id ? -1 : 1)
  );
}

export const chairRank = (view: ChairView | undefined): number =>
  view ? Math.min(rankQuiet, ...view.alarms.map(alarmRank)) : rankQuiet;

/** The list with this alarm added, replaced, or, when it has ended, taken out. */
export function withAlarm(alarms: readonly AlarmView[], alarm: AlarmView, ended: boolean): AlarmView[] {
  const others = alarms.filter((other) => other.id !== alarm.id);
  return ended ? others : [...others, alarm].sort(compareAlarms);
}
