const metrics: Record<string, readonly [label: string, unit: string]> = {
  sp_o2: ["SpO2", "%"],
  heart_rate: ["Heart rate", "/min"],
  pulse_rate: ["Pulse rate", "/min"],
  nibp_systolic: ["Systolic", "mmHg"],
  nibp_diastolic: ["Diastolic", "mmHg"],
  nibp_mean: ["Mean pressure", "mmHg"],
  respiratory_rate: ["Respiratory rate", "/min"],
  et_co2: ["EtCO2", "mmHg"],
  temperature: ["Temperature", "°C"],
};

export const metricLabel = (metric: string): string => metrics[metric]?.[0] ?? metric.replaceAll("_", " ");
export const metricUnit = (metric: string): string => metrics[metric]?.[1] ?? "";
