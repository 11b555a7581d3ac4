import { t } from "@lingui/core/macro";
import type { CheckInFinding, CheckInItem, CheckInStatus, Diluent } from "./contract";

export const itemTitles: Record<CheckInItem, string> = {
  identity: t`Two identifiers`,
  consent: t`Consent`,
  fasting: t`Fasting`,
  pregnancy: t`Pregnancy`,
  benzodiazepine: t`Last benzodiazepine`,
  stimulant: t`Last stimulant`,
  substances: t`Substance screen`,
  contraindications: t`Contraindications`,
  suicidality: t`Suicidality screen`,
  escort: t`Escort`,
  blood_pressure: t`Blood pressure`,
};

const common: Record<CheckInFinding, string> = {
  confirmed: t`Confirmed`,
  not_confirmed: t`Not known`,
  not_relevant: t`Not relevant`,
  negative: t`Negative`,
  positive: t`Positive`,
  not_done: t`Not done`,
  none_taken: t`None taken`,
  taken: t`Taken at`,
};

const own: Partial<Record<CheckInItem, Partial<Record<CheckInFinding, string>>>> = {
  identity: { confirmed: t`Both match`, not_confirmed: t`Does not match` },
  consent: { confirmed: t`Signed`, not_confirmed: t`Not signed` },
  fasting: { taken: t`Times are known` },
  pregnancy: { negative: t`Test negative`, positive: t`Pregnant`, not_done: t`Not tested` },
  contraindications: { negative: t`None`, positive: t`Present`, not_done: t`Not reviewed` },
  escort: { confirmed: t`Named`, not_confirmed: t`Nobody` },
};

export const findingWords = (item: CheckInItem, finding: CheckInFinding): string =>
  own[item]?.[finding] ?? common[finding];

export const statusWords: Record<CheckInStatus, string> = {
  open: t`Open`,
  pass: t`Pass`,
  hold: t`Hold`,
  overridden: t`Overridden`,
};

export const identifierWords: Record<string, string> = {
  full_name: t`Full name`,
  birth_date: t`Birth date`,
  record_number: t`Record number`,
  photo: t`Photo`,
  address: t`Address or telephone`,
};

export const contraindicationWords: Record<string, string> = {
  pressure_rise_hazard: t`A rise of pressure is a serious hazard (aneurysm, haemorrhage, recent infarction or stroke)`,
  hypersensitivity: t`Hypersensitivity to ketamine`,
  uncontrolled_hypertension: t`Uncontrolled hypertension`,
  unstable_heart_disease: t`Poorly controlled heart disease`,
  psychosis_mania_or_delirium: t`Psychosis, mania or delirium`,
  severe_liver_impairment: t`Severe liver impairment`,
  raised_intracranial_or_ocular_pressure: t`Raised pressure in skull or eye`,
  active_substance_use: t`Active substance use disorder`,
  thyrotoxicosis: t`Thyrotoxicosis`,
  sleep_apnoea: t`Sleep apnoea`,
  porphyria: t`Porphyria`,
  interstitial_cystitis: t`Interstitial cystitis`,
  seizure_threshold_lowered: t`Theophylline, or another cause of a lowered seizure threshold`,
  breastfeeding: t`Breastfeeding`,
};

export const diluentWords: Record<Diluent, string> = {
  sodium_chloride: t`Sodium chloride 0.9 %`,
  glucose: t`Glucose 5 %`,
  none: t`Undiluted`,
};

/** At most four decimals, none that say nothing. */
export const plain = (value: number): string => String(Math.round(value * 10_000) / 10_000);
