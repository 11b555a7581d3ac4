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
  completed: "Completed as ordered",
  hypertension: "Hypertension",
  distress: "Distress",
  nausea: "Nausea",
  patients_wish: "Patient's wish",
  technical: "Technical",
  desaturation: "Desaturation",
  sedation: "Sedation",
  other: "Other, see note",
};

export const routeWords: Record<DoseRoute, string> = {
  iv_infusion: "IV infusion",
  intramuscular: "intramuscular",
  intranasal: "intranasal",
  oral: "oral",
  sublingual: "sublingual",
};

export const kindWords: Record<EmergencyKind, string> = {
  help: "Help, at once",
  airway: "Airway or breathing",
  circulation: "Circulation",
  behaviour: "Behaviour",
  seizure: "Seizure",
};

export const responderWords: Record<Responder, string> = {
  nurse: "Nurse",
  physician: "Physician",
  anaesthetist: "Anaesthetist",
  emergency_team: "Emergency team",
  ambulance: "Ambulance",
};

export const settingWords: Record<SettingItem, string> = {
  music: "Music",
  dimmed_light: "Dimmed light",
  eye_mask: "Eye mask",
  support_person: "Support person",
  blanket: "Blanket",
};

export const outcomeWords: Record<AdverseEventOutcome, string> = {
  resolved: "Resolved",
  resolving: "Resolving",
  not_resolved: "Not resolved",
  resolved_with_sequelae: "Resolved with sequelae",
  fatal: "Fatal",
};

export const unitWords: Record<RescueUnit, string> = {
  milligram: "mg",
  microgram: "µg",
  gram: "g",
  millilitre: "mL",
  litre_per_minute: "L/min",
};

export const rescueRouteWords: Record<RescueRoute, string> = {
  intravenous: "IV",
  intramuscular: "IM",
  oral: "oral",
  sublingual: "sublingual",
  intranasal: "intranasal",
  inhaled: "inhaled",
  subcutaneous: "SC",
};

export const responseWords: Record<RescueResponse, string> = {
  effective: "Effective",
  partial: "Partial",
  no_effect: "No effect",
  worse: "Worse",
};

export const medications = [
  "labetalol",
  "hydralazine",
  "clonidine",
  "metoprolol",
  "midazolam",
  "lorazepam",
  "ondansetron",
  "glycopyrrolate",
  "paracetamol",
  "ketorolac",
  "flumazenil",
  "oxygen",
  "succinylcholine",
  "dextrose",
  "epinephrine",
  "other",
];

/** Those of the nervous system and the mind first: they are the most frequent. */
export const adverseEvents = [
  "dissociation",
  "perceptual_change",
  "anxiety",
  "emergence_reaction",
  "hallucination",
  "euphoria",
  "sedation",
  "dizziness",
  "visual_disturbance",
  "headache",
  "nausea",
  "vomiting",
  "hypersalivation",
  "hypertension",
  "tachycardia",
  "palpitation",
  "chest_pain",
  "arrhythmia",
  "hypotension",
  "bradycardia",
  "desaturation",
  "respiratory_depression",
  "apnoea",
  "laryngospasm",
  "aspiration",
  "seizure_like_movements",
  "paraesthesia",
  "rash",
  "anaphylaxis",
  "infiltration",
  "urinary_symptoms",
  "liver_test_rise",
  "suicidal_ideation",
  "fall",
  "medication_error",
  "device_fault",
];

/** chest_pain as "Chest pain" */
export const spaced = (code: string): string => code.charAt(0).toUpperCase() + code.slice(1).replaceAll("_", " ");

export const entries = <K extends string>(words: Record<K, string>) => Object.entries(words) as [K, string][];
