import { numberOf } from "../care/useDraft";
import type { OrderDraft } from "./contract";

/** The fields of the form, by their names, as the server computes from them. */
export function draftOf(
  of: (name: string) => string,
  protocol: string,
): Omit<OrderDraft, "protocolVersion" | "patient"> {
  const number = (name: string) => numberOf(of(name)) ?? null;
  const isInMg = of("doseIn") === "mg";
  const isVolume = of("mixedBy") === "volume";
  return {
    protocol,
    weight: number("weight"),
    weightUnit: of("weightUnit") === "pound" ? "pound" : "kilogram",
    basis: (of("basis") || "actual") as OrderDraft["basis"],
    method: (of("method") || "unknown") as OrderDraft["method"],
    weighedOn: of("weighedOn") || null,
    heightCm: number("heightCm"),
    sex: (of("sex") || "unknown") as OrderDraft["sex"],
    doseMgPerKg: isInMg ? null : number("doseMgPerKg"),
    doseMg: isInMg ? number("doseMg") : null,
    concentrationMgPerMl: isVolume ? null : number("concentration"),
    totalVolumeMl: isVolume ? number("volume") : null,
    durationMinutes: number("duration"),
  };
}
