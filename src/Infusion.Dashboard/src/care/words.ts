import { t } from "@lingui/core/macro";
import type {
  AdverseEventOutcome,
  DoseRoute,
  EmergencyKind,
  RescueResponse,
  RescueRoute,
  RescueUnit,
  Responder,
  SettingItem,
} from "../live/contract";
import type { HaltReason } from "../session/contract";

export const haltWords: Record<HaltReason, string> = {
  completed: t`Completed as ordered`,
  hypertension: t`Hypertension`,
  distress: t`Distress`,
  nausea: t`Nausea`,
  patients_wish: t`Patient's wish`,
  technical: t`Technical`,
  desaturation: t`Desaturation`,
  sedation: t`Sedation`,
  other: t`Other, see note`,
};

export const routeWords: Record<DoseRoute, string> = {
  iv_infusion: t`IV infusion`,
  intramuscular: t`intramuscular`,
  intranasal: t`intranasal`,
  oral: t`oral`,
  sublingual: t`sublingual`,
};

export const kindWords: Record<EmergencyKind, string> = {
  help: t`Help, at once`,
  airway: t`Airway or breathing`,
  circulation: t`Circulation`,
  behaviour: t`Behaviour`,
  seizure: t`Seizure`,
};

export const responderWords: Record<Responder, string> = {
  nurse: t`Nurse`,
  physician: t`Physician`,
  anaesthetist: t`Anaesthetist`,
  emergency_team: t`Emergency team`,
  ambulance: t`Ambulance`,
};

export const settingWords: Record<SettingItem, string> = {
  music: t`Music`,
  dimmed_light: t`Dimmed light`,
  eye_mask: t`Eye mask`,
  support_person: t`Support person`,
  blanket: t`Blanket`,
};

export const outcomeWords: Record<AdverseEventOutcome, string> = {
  resolved: t`Resolved`,
  resolving: t`Resolving`,
  not_resolved: t`Not resolved`,
  resolved_with_sequelae: t`Resolved with sequelae`,
  fatal: t`Fatal`,
};

export const unitWords: Record<RescueUnit, string> = {
  milligram: "mg",
  microgram: "µg",
  gram: "g",
  millilitre: "mL",
  litre_per_minute: "L/min",
};

export const rescueRouteWords: Record<RescueRoute, string> = {
  intravenous: t`IV`,
  intramuscular: t`IM`,
  oral: t`oral`,
  sublingual: t`sublingual`,
  intranasal: t`intranasal`,
  inhaled: t`inhaled`,
  subcutaneous: t`SC`,
};

export const responseWords: Record<RescueResponse, string> = {
  effective: t`Effective`,
  partial: t`Partial`,
  no_effect: t`No effect`,
  worse: t`Worse`,
};

/** By the code that is charted. */
export const medicationWords: Record<string, string> = {
  labetalol: t`Labetalol`,
  hydralazine: t`Hydralazine`,
  clonidine: t`Clonidine`,
  metoprolol: t`Metoprolol`,
  midazolam: t`Midazolam`,
  lorazepam: t`Lorazepam`,
  ondansetron: t`Ondansetron`,
  glycopyrrolate: t`Glycopyrrolate`,
  paracetamol: t`Paracetamol`,
  ketorolac: t`Ketorolac`,
  flumazenil: t`Flumazenil`,
  oxygen: t`Oxygen`,
  succinylcholine: t`Succinylcholine`,
  dextrose: t`Dextrose`,
  epinephrine: t`Epinephrine`,
  other: t`Other`,
};

/** Those of the nervous system and the mind first: they are the most frequent. */
export const adverseEventWords: Record<string, string> = {
  dissociation: t`Dissociation`,
  perceptual_change: t`Perceptual change`,
  anxiety: t`Anxiety`,
  emergence_reaction: t`Emergence reaction`,
  hallucination: t`Hallucination`,
  euphoria: t`Euphoria`,
  sedation: t`Sedation`,
  dizziness: t`Dizziness`,
  visual_disturbance: t`Visual disturbance`,
  headache: t`Headache`,
  nausea: t`Nausea`,
  vomiting: t`Vomiting`,
  hypersalivation: t`Hypersalivation`,
  hypertension: t`Hypertension`,
  tachycardia: t`Tachycardia`,
  palpitation: t`Palpitation`,
  chest_pain: t`Chest pain`,
  arrhythmia: t`Arrhythmia`,
  hypotension: t`Hypotension`,
  bradycardia: t`Bradycardia`,
  desaturation: t`Desaturation`,
  respiratory_depression: t`Respiratory depression`,
  apnoea: t`Apnoea`,
  laryngospasm: t`Laryngospasm`,
  aspiration: t`Aspiration`,
  seizure_like_movements: t`Seizure like movements`,
  paraesthesia: t`Paraesthesia`,
  rash: t`Rash`,
  anaphylaxis: t`Anaphylaxis`,
  infiltration: t`Infiltration`,
  urinary_symptoms: t`Urinary symptoms`,
  liver_test_rise: t`Liver test rise`,
  suicidal_ideation: t`Suicidal ideation`,
  fall: t`Fall`,
  medication_error: t`Medication error`,
  device_fault: t`Device fault`,
};

/** What a code is called; one that is not known here as it is spelt: chest_pain as "Chest pain". */
export const wordOf = (words: Record<string, string>, code: string): string =>
  words[code] ?? code.charAt(0).toUpperCase() + code.slice(1).replaceAll("_", " ");

export const entries = <K extends string>(words: Record<K, string>) => Object.entries(words) as [K, string][];
