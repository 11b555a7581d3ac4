import { t } from "@lingui/core/macro";
import { age, figure, unknown } from "../ui/format";
import type { Identity, RegistryDevice } from "./contract";

export const identityWords: Record<keyof Identity, string> = {
  manufacturer: t`Manufacturer`,
  model: t`Model`,
  serial: t`Serial number`,
  firmware: t`Firmware`,
};

export const isOf = ({ manufacturer, model, serial, firmware }: Identity): string =>
  [[manufacturer, model].filter(Boolean).join(" "), serial && t`serial ${serial}`, firmware && t`firmware ${firmware}`]
    .filter(Boolean)
    .join(", ") || unknown;

/** A device that says nothing for this long is not talking. */
const silentAfterMs = 15_000;

/** @param atMs The clinic's time now. */
export function talks({ lastHeardAt, online }: RegistryDevice, atMs: number): { isTalking: boolean; words: string } {
  if (lastHeardAt === null) return { isTalking: false, words: t`Nothing heard` };
  const ms = atMs - Date.parse(lastHeardAt);
  const isTalking = ms < silentAfterMs && online !== false;
  return {
    isTalking,
    words: isTalking
      ? t`Talks, last heard ${age(ms)} ago`
      : online === false
        ? t`Offline, last heard ${age(ms)} ago`
        : t`Silent, last heard ${age(ms)} ago`,
  };
}

export function clockWords({ clockBehindSeconds: behind, clockConfidence }: RegistryDevice): string {
  if (behind === null || clockConfidence === "unknown") return t`Clock not known yet`;
  const off = `${figure(Math.abs(behind), 1)} s`;
  const words =
    Math.abs(behind) < 0.05 ? t`Clock is right` : behind > 0 ? t`Clock ${off} behind` : t`Clock ${off} ahead`;
  return clockConfidence === "settled" ? words : t`${words}, still settling`;
}

export const kindWords = { device: t`Device`, gateway: t`Gateway`, enrolment: t`Enrolment` } as const;

export const list = (text: string): string[] => text.split(/[\s,;]+/).filter((each) => each !== "");
