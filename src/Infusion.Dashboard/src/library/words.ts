import { t } from "@lingui/core/macro";
import type { GuardrailName, ProtocolVersion } from "./contract";

export const guardrails: { name: GuardrailName; label: string; unit: string }[] = [
  { name: "totalDoseMg", label: t`Total dose`, unit: "mg" },
  { name: "doseMgPerKg", label: t`Dose by weight`, unit: "mg/kg" },
  { name: "rateMgPerKgPerHour", label: t`Rate`, unit: "mg/kg/h" },
  { name: "durationMinutes", label: t`Duration`, unit: "min" },
  { name: "bolusMgPerKg", label: t`Bolus`, unit: "mg/kg" },
  { name: "weightKg", label: t`Weight`, unit: "kg" },
];

export const bounds = [
  { name: "hardLow", label: t`Hard low` },
  { name: "softLow", label: t`Soft low` },
  { name: "softHigh", label: t`Soft high` },
  { name: "hardHigh", label: t`Hard high` },
] as const;

export const windows: Record<string, string> = {
  before_start: t`Before the start`,
  infusing: t`During the infusion`,
  recovery: t`In recovery`,
};

export const standings: Record<ProtocolVersion["standing"], string> = {
  sample: t`Sample, not approved`,
  draft: t`Draft, not approved`,
  approved: t`Approved`,
};

/** "telemetryLostAfter" as people read it. */
export const spaced = (name: string): string => {
  const text = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};
