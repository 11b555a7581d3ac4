import { t } from "@lingui/core/macro";
import type { AdmissionGate, CheckInItem } from "../admission/contract";
import type { Protocol } from "../library/contract";
import { timeWords } from "../library/draft";

const words: Record<CheckInItem, string> = {
  identity: t`Identity by two identifiers: which`,
  consent: t`Consent signed: version, date`,
  fasting: t`Last meal, last clear fluid: times`,
  pregnancy: t`Pregnancy: not relevant, test negative, pregnant, not tested`,
  benzodiazepine: t`Last benzodiazepine: none, or time`,
  stimulant: t`Last stimulant: none, or time`,
  substances: t`Substance screen: negative, positive, not done`,
  contraindications: t`Contraindications: none, or which`,
  suicidality: t`Suicidality screen: negative, positive, not done`,
  escort: t`Escort: name`,
  blood_pressure: t`Blood pressure: value, time, recheck`,
};

const checked = t`Order recomputed by a second person: dose, volume, rate`;
const prepared = t`Prepared from the vial: lot, expiry, by whom, when`;

function bound(item: CheckInItem, gate: AdmissionGate): string {
  const atLeast = (time: string | null | undefined) => (time ? t` (at least ${timeWords(time)} ago)` : "");
  switch (item) {
    case "consent":
      return gate.consentVersion ? t` (version ${gate.consentVersion})` : "";
    case "fasting":
      return t` (meal at least ${timeWords(gate.solidsFasting)} ago, clear fluid ${timeWords(gate.fluidsFasting)})`;
    case "benzodiazepine":
      return atLeast(gate.benzodiazepineFree);
    case "stimulant":
      return atLeast(gate.stimulantFree);
    case "blood_pressure":
      return t` (put off from ${gate.systolicHoldFromMmHg ?? "–"}/${gate.diastolicHoldFromMmHg ?? "–"} mmHg, recheck after ${timeWords(gate.recheckAfter)})`;
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
