import { t } from "@lingui/core/macro";
import { forget, readStored, store } from "../ui/stored";
import type { Protocol } from "./contract";

/** A draft that is not saved yet, kept in this browser for who wrote it. It says nothing of a patient. */
export interface KeptDraft {
  /** The version that it changes. */
  basedOn: number;
  reason: string;
  protocol: Protocol;
  /** ISO. */
  keptAt: string;
}

export type Writing = "version" | "copy";

const keyOf = (clinic: string, writer: string, protocol: string, writing: Writing) =>
  t`infusion.protocol-draft ${clinic} ${writer} ${protocol} ${writing}`;

export function keptDraft(clinic: string, writer: string, protocol: string, writing: Writing): KeptDraft | null {
  try {
    const kept = JSON.parse(readStored(keyOf(clinic, writer, protocol, writing)) ?? "null") as KeptDraft | null;
    return kept && typeof kept.basedOn === "number" && typeof kept.protocol === "object" ? kept : null;
  } catch {
    return null;
  }
}

export const keepDraft = (clinic: string, writer: string, protocol: string, writing: Writing, draft: KeptDraft) =>
  store(keyOf(clinic, writer, protocol, writing), JSON.stringify(draft));

export const dropDraft = (clinic: string, writer: string, protocol: string, writing: Writing) =>
  forget(keyOf(clinic, writer, protocol, writing));
