import type { AlarmView } from "./alarmContract";
import type { ChairView, VitalKey } from "./contract";

export type AlarmTarget = Exclude<VitalKey, "temp"> | "nibp";

/** Which value an alarm is about: its metric as a live key or a device code, or else the first word of its code. */
const targets: Record<string, AlarmTarget> = {
  hr: "hr",
  MDC_ECG_HEART_RATE: "hr",
  pulse: "pulse",
  MDC_PULS_OXIM_PULS_RATE: "pulse",
  spo2: "spo2",
  MDC_PULS_OXIM_SAT_O2: "spo2",
  nibp: "nibp",
  sbp: "nibp",
  dbp: "nibp",
  map: "nibp",
  MDC_PRESS_BLD_NONINV_SYS: "nibp",
  MDC_PRESS_BLD_NONINV_DIA: "nibp",
  MDC_PRESS_BLD_NONINV_MEAN: "nibp",
  rr: "rr",
  MDC_TTHOR_RESP_RATE: "rr",
  MDC_RESP_RATE: "rr",
  MDC_CO2_RESP_RATE: "rr",
  etco2: "etco2",
  MDC_AWAY_CO2_ET: "etco2",
};

export const alarmTarget = (alarm: AlarmView): AlarmTarget | null =>
  targets[alarm.metric ?? ""] ?? targets[alarm.code.split("-")[0] ?? ""] ?? null;

/** The worst alarm that is still there about this value. Alarms come worst first. */
export function alarmAbout(view: ChairView, target: AlarmTarget): AlarmView | null {
  return view.alarms.find((alarm) => alarm.presence === "active" && alarmTarget(alarm) === target) ?? null;
}
