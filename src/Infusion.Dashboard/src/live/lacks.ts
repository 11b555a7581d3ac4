import type { AlarmView } from "./alarmContract";
import { alarmsOf } from "./alarms";
import type { LiveState } from "./state";

/** What the data of a device lack now, gravest first: it is silent, messages are missing, its clock is off. */
export const lackKinds = ["silent", "gap", "clock"] as const;

export type LackKind = (typeof lackKinds)[number];

export interface Lack {
  kind: LackKind;
  device: string;
  /** null: it stands at none. */
  chair: string | null;
  /** Of a gap: when its end was seen; it stands for a while. null: it stands as long as it is there. */
  at: string | null;
}

/** A hole that nobody fills stays in the trend and on the chart; for so long it is news. */
export const gapIsNewsForMs = 15 * 60_000;

const kindOfAlarm: Readonly<Record<string, LackKind>> = {
  "telemetry-lost": "silent",
  "device-offline": "silent",
  "device-clock-jumped": "clock",
  "device-clock-unusable": "clock",
};

/** Each device once of each kind, in the order of the chairs. */
export function lacksOf(state: Pick<LiveState, "chairs" | "chairOrder" | "clinicAlarms">): Lack[] {
  const { chairs, chairOrder } = state;
  const chairOf = (device: string): string | null =>
    chairOrder.find((chair) => chairs[chair]?.devices.some((each) => each.device === device)) ?? null;
  const ofAlarm = (alarm: AlarmView): Lack[] => {
    const kind = kindOfAlarm[alarm.code];
    if (kind === undefined || alarm.source === null || alarm.presence !== "active") return [];
    return [{ kind, device: alarm.source, chair: alarm.chair ?? chairOf(alarm.source), at: null }];
  };
  const gaps = chairOrder.flatMap((chair) =>
    (chairs[chair]?.session?.gaps ?? []).map(({ device, at }): Lack => ({ kind: "gap", device, chair, at })),
  );
  const place = ({ chair }: Lack) => (chair === null ? chairOrder.length : chairOrder.indexOf(chair));
  const all = [...alarmsOf(state).flatMap(ofAlarm), ...gaps];
  return all
    .filter((lack, at) => all.findIndex(({ kind, device }) => kind === lack.kind && device === lack.device) === at)
    .sort((a, b) => lackKinds.indexOf(a.kind) - lackKinds.indexOf(b.kind) || place(a) - place(b));
}

export const isNews = ({ at }: Lack, nowMs: number): boolean => at === null || nowMs - Date.parse(at) < gapIsNewsForMs;
