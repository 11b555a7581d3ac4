import type { AdmissionGate, CheckInItem } from "../admission/contract";
import type { Protocol } from "../library/contract";
import { timeWords } from "../library/draft";

const words: Record<CheckInItem, string> = {
  identity: "Identity by two identifiers: which",
  consent: "Consent signed: version, date",
  fasting: "Last meal, last clear fluid: times",
  pregnancy: "Pregnancy: not relevant, test negative, pregnant, not tested",
  benzodiazepine: "Last benzodiazepine: none, or time",
  stimulant: "Last stimulant: none, or time",
  substances: "Substance screen: negative, positive, not done",
  contraindications: "Contraindications: none, or which",
  suicidality: "Suicidality screen: negative, positive, not done",
  escort: "Escort: name",
  blood_pressure: "Blood pressure: value, time, recheck",
};

const checked = "Order recomputed by a second person: dose, volume, rate";
const prepared = "Prepared from the vial: lot, expiry, by whom, when";

function bound(item: CheckInItem, gate: AdmissionGate): string {
  const atLeast = (time: string | null | undefined) => (time ? ` (at least ${timeWords(time)} ago)` : "");
  switch (item) {
    case "consent":
      return gate.consentVersion ? ` (version ${gate.consentVersion})` : "";
    case "fasting":
      return ` (meal at least ${timeWords(gate.solidsFasting)} ago, clear fluid ${timeWords(gate.fluidsFasting)})`;
    case "benzodiazepine":
      return atLeast(gate.benzodiazepineFree);
    case "stimulant":
      return atLeast(gate.stimulantFree);
    case "blood_pressure":
      return ` (put off from ${gate.systolicHoldFromMmHg ?? "–"}/${gate.diastolicHoldFromMmHg ?? "–"} mmHg, recheck after ${timeWords(gate.recheckAfter)})`;
    default:
      return "";
  }
}

/** What the protocol asks before the start, or everything where it does not say. */
export function checksOf(protocol: Protocol): string[] {
  const gate = protocol.admission;
  if (!gate) return [...Object.values(words), checked, prepared];
  return [
    ...gate.items.map((item) => `${words[item]}${bound(item, gate)}`),
    ...(gate.doubleCheckWithinPercent === null ? [] : [checked]),
    ...(gate.preparedAtMostBefore === null ? [] : [prepared]),
  ];
}
