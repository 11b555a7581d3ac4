import { t } from "@lingui/core/macro";

const metrics: Record<string, readonly [label: string, unit: string]> = {
  sp_o2: ["SpO2", "%"],
  heart_rate: [t`Heart rate`, "/min"],
  pulse_rate: [t`Pulse rate`, "/min"],
  nibp_systolic: [t`Systolic`, "mmHg"],
  nibp_diastolic: [t`Diastolic`, "mmHg"],
  nibp_mean: [t`Mean pressure`, "mmHg"],
  respiratory_rate: [t`Respiratory rate`, "/min"],
  et_co2: ["EtCO2", "mmHg"],
  temperature: [t`Temperature`, "°C"],
};

export const metricLabel = (metric: string): string => metrics[metric]?.[0] ?? metric.replaceAll("_", " ");
export const metricUnit = (metric: string): string => metrics[metric]?.[1] ?? "";
