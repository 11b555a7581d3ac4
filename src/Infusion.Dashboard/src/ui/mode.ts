import { t } from "@lingui/core/macro";
import { useSyncExternalStore } from "react";
import { readStored, store } from "./stored";

export const modes = ["dark", "light", "dim"] as const;
export type Mode = (typeof modes)[number];

export const modeWords: Record<Mode, string> = { dark: t`Dark`, light: t`Light`, dim: t`Dim, for the infusion room` };

const storageKey = "infusion.mode";
const listeners = new Set<() => void>();

const isMode = (text: string | null): text is Mode => modes.some((mode) => mode === text);

const current = (): Mode => {
  const shown = document.documentElement.dataset.mode ?? null;
  return isMode(shown) ? shown : "dark";
};

export function setMode(mode: Mode): void {
  document.documentElement.dataset.mode = mode;
  store(storageKey, mode);
  for (const listener of listeners) listener();
}

export function restoreMode(): void {
  const stored = readStored(storageKey);
  if (isMode(stored)) document.documentElement.dataset.mode = stored;
}

export const useMode = (): Mode =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
