import type { Priority } from "../live/alarmContract";
import type { LiveValue, Phase, VitalKey } from "../live/contract";
import type { IconName } from "./Icon";

export const priorityWords: Record<Priority, string> = { high: "High", medium: "Medium", low: "Low" };
export const stars: Record<Priority, string> = { high: "***", medium: "**", low: "*" };
export const strokes: Record<Priority, number> = { high: 3, medium: 2, low: 1 };

export const phaseWords: Record<Phase, string> = {
  planned: "Planned",
  checked_in: "Checked in",
  ready: "Ready",
  infusing: "Infusing",
  paused: "Paused",
  recovery: "Recovery",
  discharged: "Discharged",
  closed: "Closed",
};

export const phaseIcons: Record<Phase, IconName> = {
  planned: "clock",
  checked_in: "clock",
  ready: "check",
  infusing: "drop",
  paused: "pause",
  recovery: "bed",
  discharged: "forward",
  closed: "close",
};

type Trend = NonNullable<LiveValue["trend"]>;

export const trendIcons: Record<Trend, IconName> = {
  rising_fast: "up",
  rising: "upSlow",
  steady: "level",
  falling: "downSlow",
  falling_fast: "down",
};

export const trendWords: Record<Trend, string> = {
  rising_fast: "rising fast",
  rising: "rising",
  steady: "steady",
  falling: "falling",
  falling_fast: "falling fast",
};

export type ShownVital = Extract<VitalKey, "hr" | "pulse" | "spo2" | "rr" | "etco2">;

export const vitalUnits: Record<ShownVital, string> = {
  hr: "/min",
  pulse: "/min",
  spo2: "%",
  rr: "/min",
  etco2: "mmHg",
};
