import type { CheckInFinding, CheckInItem, CheckInStatus, Diluent } from "./contract";

export const itemTitles: Record<CheckInItem, string> = {
  identity: "Two identifiers",
  consent: "Consent",
  fasting: "Fasting",
  pregnancy: "Pregnancy",
  benzodiazepine: "Last benzodiazepine",
  stimulant: "Last stimulant",
  substances: "Substance screen",
  contraindications: "Contraindications",
  suicidality: "Suicidality screen",
  escort: "Escort",
  blood_pressure: "Blood pressure",
};

const common: Record<CheckInFinding, string> = {
  confirmed: "Confirmed",
  not_confirmed: "Not known",
  not_relevant: "Not relevant",
  negative: "Negative",
  positive: "Positive",
  not_done: "Not done",
  none_taken: "None taken",
  taken: "Taken at",
};

const own: Partial<Record<CheckInItem, Partial<Record<CheckInFinding, string>>>> = {
  identity: { confirmed: "Both match", not_confirmed: "Does not match" },
  consent: { confirmed: "Signed", not_confirmed: "Not signed" },
  fasting: { taken: "Times are known" },
  pregnancy: { negative: "Test negative", positive: "Pregnant", not_done: "Not tested" },
  contraindications: { negative: "None", positive: "Present", not_done: "Not reviewed" },
  escort: { confirmed: "Named", not_confirmed: "Nobody" },
};

export const findingWords = (item: CheckInItem, finding: CheckInFinding): string =>
  own[item]?.[finding] ?? common[finding];

export const statusWords: Record<CheckInStatus, string> = {
  open: "Open",
  pass: "Pass",
  hold: "Hold",
  overridden: "Overridden",
};

export const identifierWords: Record<string, string> = {
  full_name: "Full name",
  birth_date: "Birth date",
  record_number: "Record number",
  photo: "Photo",
  address: "Address or telephone",
};

export const contraindicationWords: Record<string, string> = {
  pressure_rise_hazard: "A rise of pressure is a serious hazard (aneurysm, haemorrhage, recent infarction or stroke)",
  hypersensitivity: "Hypersensitivity to ketamine",
  uncontrolled_hypertension: "Uncontrolled hypertension",
  unstable_heart_disease: "Poorly controlled heart disease",
  psychosis_mania_or_delirium: "Psychosis, mania or delirium",
  severe_liver_impairment: "Severe liver impairment",
  raised_intracranial_or_ocular_pressure: "Raised pressure in skull or eye",
  active_substance_use: "Active substance use disorder",
  thyrotoxicosis: "Thyrotoxicosis",
  sleep_apnoea: "Sleep apnoea",
  porphyria: "Porphyria",
  interstitial_cystitis: "Interstitial cystitis",
  seizure_threshold_lowered: "Theophylline, or another cause of a lowered seizure threshold",
  breastfeeding: "Breastfeeding",
};

export const diluentWords: Record<Diluent, string> = {
  sodium_chloride: "Sodium chloride 0.9 %",
  glucose: "Glucose 5 %",
  none: "Undiluted",
};

/** At most four decimals, none that say nothing. */
export const plain = (value: number): string => String(Math.round(value * 10_000) / 10_000);
