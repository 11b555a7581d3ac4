import { age, figure, unknown } from "../ui/format";
import type { Identity, RegistryDevice } from "./contract";

export const identityWords: Record<keyof Identity, string> = {
  manufacturer: "Manufacturer",
  model: "Model",
  serial: "Serial number",
  firmware: "Firmware",
};

export const isOf = ({ manufacturer, model, serial, firmware }: Identity): string =>
  [[manufacturer, model].filter(Boolean).join(" "), serial && `serial ${serial}`, firmware && `firmware ${firmware}`]
    .filter(Boolean)
    .join(", ") || unknown;

/** A device that says nothing for this long is not talking. */
const silentAfterMs = 15_000;

/** @param atMs The clinic's time now. */
export function talks({ lastHeardAt, online }: RegistryDevice, atMs: number): { isTalking: boolean; words: string } {
  if (lastHeardAt === null) return { isTalking: false, words: "Nothing heard" };
  const ms = atMs - Date.parse(lastHeardAt);
  const isTalking = ms < silentAfterMs && online !== false;
  return {
    isTalking,
    words: `${isTalking ? "Talks" : online === false ? "Offline" : "Silent"}, last heard ${age(ms)} ago`,
  };
}

export function clockWords({ clockBehindSeconds: behind, clockConfidence }: RegistryDevice): string {
  if (behind === null || clockConfidence === "unknown") return "Clock not known yet";
  const off = `${figure(Math.abs(behind), 1)} s`;
  const words = Math.abs(behind) < 0.05 ? "Clock is right" : `Clock ${off} ${behind > 0 ? "behind" : "ahead"}`;
  return clockConfidence === "settled" ? words : `${words}, still settling`;
}

export const kindWords = { device: "Device", gateway: "Gateway", enrolment: "Enrolment" } as const;

export const list = (text: string): string[] => text.split(/[\s,;]+/).filter((each) => each !== "");
