import { t } from "@lingui/core/macro";
import { ageMs } from "./age";
import type { PumpView, SessionView } from "./contract";

/** Part of the ordered dose, 0 to 1; null when the dose given is not known. */
export function givenPart(session: SessionView): number | null {
  if (session.givenMg === null || !(session.order.doseMg > 0)) return null;
  return Math.max(0, session.givenMg / session.order.doseMg);
}

export function doseWord(session: SessionView): string {
  const part = givenPart(session);
  if (part === null) return "unknown";
  if (session.startedAt === null && part === 0) return t`not started`;
  // Rounded down: a dose is complete when it is, not when it nearly is.
  return part >= 0.9995 ? (part > 1.0005 ? `${Math.floor(part * 100)} %` : "complete") : `${Math.floor(part * 100)} %`;
}

/** Whether the pump has been silent too long for its numbers to stand. */
export const isPumpStale = (pump: PumpView | null, nowMs: number): boolean =>
  pump === null || ageMs(pump.receivedAt, nowMs) > pump.staleAfterSeconds * 1000;
