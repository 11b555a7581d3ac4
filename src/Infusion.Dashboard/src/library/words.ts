import type { GuardrailName, ProtocolVersion } from "./contract";

export const guardrails: { name: GuardrailName; label: string; unit: string }[] = [
  { name: "totalDoseMg", label: "Total dose", unit: "mg" },
  { name: "doseMgPerKg", label: "Dose by weight", unit: "mg/kg" },
  { name: "rateMgPerKgPerHour", label: "Rate", unit: "mg/kg/h" },
  { name: "durationMinutes", label: "Duration", unit: "min" },
  { name: "bolusMgPerKg", label: "Bolus", unit: "mg/kg" },
  { name: "weightKg", label: "Weight", unit: "kg" },
];

export const bounds = [
  { name: "hardLow", label: "Hard low" },
  { name: "softLow", label: "Soft low" },
  { name: "softHigh", label: "Soft high" },
  { name: "hardHigh", label: "Hard high" },
] as const;

export const windows: Record<string, string> = {
  before_start: "Before the start",
  infusing: "During the infusion",
  recovery: "In recovery",
};

export const standings: Record<ProtocolVersion["standing"], string> = {
  sample: "Sample, not approved",
  draft: "Draft, not approved",
  approved: "Approved",
};

/** "telemetryLostAfter" as people read it. */
export const spaced = (name: string): string => {
  const text = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};
