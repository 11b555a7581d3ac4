import { t } from "@lingui/core/macro";
import type { Priority } from "../live/alarmContract";
import type { LiveValue, Phase, VitalKey } from "../live/contract";
import type { IconName } from "./Icon";

export const priorityWords: Record<Priority, string> = { high: t`High`, medium: t`Medium`, low: t`Low` };
export const sideWords: Record<"low" | "high", string> = { low: t`low`, high: t`high` };
export const weightBasisWords: Record<string, string> = {
  actual: t`actual`,
  ideal: t`ideal`,
  adjusted: t`adjusted`,
};
export const stars: Record<Priority, string> = { high: "***", medium: "**", low: "*" };
export const strokes: Record<Priority, number> = { high: 3, medium: 2, low: 1 };

export const phaseWords: Record<Phase, string> = {
  planned: t`Planned`,
  checked_in: t`Checked in`,
  ready: t`Ready`,
  infusing: t`Infusing`,
  paused: t`Paused`,
  recovery: t`Recovery`,
  discharged: t`Discharged`,
  closed: t`Closed`,
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
  rising_fast: t`rising fast`,
  rising: t`rising`,
  steady: t`steady`,
  falling: t`falling`,
  falling_fast: t`falling fast`,
};

export type ShownVital = Extract<VitalKey, "hr" | "pulse" | "spo2" | "rr" | "etco2">;

export const vitalUnits: Record<ShownVital, string> = {
  hr: "/min",
  pulse: "/min",
  spo2: "%",
  rr: "/min",
  etco2: "mmHg",
};
