import type { AlarmView, Priority } from "./alarmContract";
import type { ChairView } from "./contract";
import type { LiveState } from "./state";

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

export interface AlarmFamily {
  alarm: AlarmView;
  /** Silent: this alarm speaks for them. */
  consequences: AlarmView[];
}

/** Each alarm with what follows from it. One whose cause is not in the list stands by itself. */
export function families(alarms: readonly AlarmView[]): AlarmFamily[] {
  const listed = new Set(alarms.map((alarm) => alarm.id));
  const isRoot = (alarm: AlarmView) => alarm.causedBy === null || !listed.has(alarm.causedBy);
  return alarms
    .filter(isRoot)
    .map((alarm) => ({ alarm, consequences: alarms.filter((other) => other.causedBy === alarm.id) }));
}

/** Every alarm of the clinic: its own, and its chairs'. */
export const alarmsOf = ({ chairs, clinicAlarms }: Pick<LiveState, "chairs" | "clinicAlarms">): AlarmView[] => [
  ...clinicAlarms,
  ...Object.values(chairs).flatMap((view) => view.alarms),
];

export const chairRank = (view: ChairView | undefined): number =>
  view ? Math.min(rankQuiet, ...view.alarms.map(alarmRank)) : rankQuiet;

/** The list with this alarm added, replaced, or, when it has ended, taken out. */
export function withAlarm(alarms: readonly AlarmView[], alarm: AlarmView, ended: boolean): AlarmView[] {
  const others = alarms.filter((other) => other.id !== alarm.id);
  return ended ? others : [...others, alarm].sort(compareAlarms);
}
