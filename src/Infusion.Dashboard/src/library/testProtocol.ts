import { at } from "../testing/fixtures";
import type { Protocol, ProtocolVersion, ProtocolView, Vocabulary } from "./contract";

export const protocol: Protocol = {
  id: "mood",
  version: 1,
  name: "Mood 0.5 mg/kg over 40 min",
  indication: "Depression",
  drug: "ketamine",
  drugSynonyms: ["ketalar"],
  concentrations: [],
  guardrails: {
    totalDoseMg: { hardLow: 1, softLow: 10, softHigh: 90, hardHigh: 150 },
    doseMgPerKg: { hardLow: 0.05, softLow: 0.1, softHigh: 0.75, hardHigh: 1.5 },
    rateMgPerKgPerHour: { hardLow: 0.05, softLow: 0.1, softHigh: 1, hardHigh: 2 },
    durationMinutes: { hardLow: 20, softLow: 35, softHigh: 60, hardHigh: 120 },
    bolusMgPerKg: null,
    weightKg: { hardLow: 30, softLow: 45, softHigh: 130, hardHigh: 250 },
    perDayMg: 150,
    perSeriesMg: null,
  },
  usualDoseMgPerKg: 0.5,
  usualDuration: "00:40:00",
  safety: {
    vitals: [
      limit({ metric: "sp_o2", side: "low", priority: "medium", value: 92 }),
      limit({
        metric: "sp_o2",
        side: "low",
        priority: "high",
        value: 90,
        depthSeconds: 45,
        adjustableFrom: 85,
        adjustableTo: 94,
      }),
      limit({ metric: "temperature", side: "high", priority: "low", value: 37.8, delay: "00:00:00" }),
    ],
    rules: { "telemetry-lost": { isOn: false, priority: null, delay: null } },
    telemetryLostAfter: "00:00:15",
    rateToleranceFraction: 0.05,
    probeDoubt: { perfusionBelow: 0.3, atMost: "00:00:30" },
    trends: [{ metric: "sp_o2", by: 3, within: "00:02:00" }],
    apnoeaAfter: null,
  },
  schedule: [
    { what: "blood_pressure", window: "infusing", every: "00:10:00", grace: "00:03:00", from: "00:15:00", until: null },
  ],
  discharge: { atLeast: "00:30:00", scale: "padss", threshold: 9, needs: ["escort_present"], mayBeOverridden: true },
  vials: { areAsked: true, overfillUpToPercent: 10 },
  approval: null,
};

function limit(part: Partial<Protocol["safety"]["vitals"][number]>): Protocol["safety"]["vitals"][number] {
  return {
    metric: "sp_o2",
    side: "low",
    priority: "high",
    value: null,
    isInclusive: false,
    baselineChange: null,
    hysteresis: 2,
    delay: "00:00:15",
    depthSeconds: null,
    repeatAfter: null,
    adjustableFrom: null,
    adjustableTo: null,
    ...part,
  };
}

export const about = (part: Partial<ProtocolVersion> = {}): ProtocolVersion => ({
  id: "mood",
  version: 1,
  name: protocol.name,
  standing: "sample",
  isInUse: true,
  isNewest: true,
  createdAt: at,
  createdBy: "infusion",
  reason: "sample that ships",
  approval: null,
  ...part,
});

export const view = (part: Partial<ProtocolVersion> = {}): ProtocolView => ({ about: about(part), protocol });

export const vocabulary: Vocabulary = {
  recoveryScales: [{ scale: "padss", label: "PADSS", items: [] }],
  dischargeNeeds: [{ need: "escort_present", words: "an escort, by name" }],
  vitals: [
    { metric: "sp_o2", label: "SpO2", unit: "%", lowest: 1, highest: 100, isByCuff: false },
    { metric: "temperature", label: "Temperature", unit: "°C", lowest: 10, highest: 50, isByCuff: false },
  ],
  rules: [
    {
      id: "SR-001",
      code: "spo2-low",
      action: "Open the airway.",
      priority: "high",
      mayBeOff: true,
      side: "low",
      metrics: ["sp_o2"],
      delaySeconds: null,
    },
    {
      id: "SR-005",
      code: "telemetry-lost",
      action: "Look at the device.",
      priority: "medium",
      mayBeOff: true,
      side: null,
      metrics: ["unknown"],
      delaySeconds: 0,
    },
  ],
};
