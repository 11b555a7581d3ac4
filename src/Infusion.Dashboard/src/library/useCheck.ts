import { useEffect, useState } from "react";
import { Unreachable } from "../session/api";
import { library } from "./api";
import type { Difference, Fault, Protocol } from "./contract";
import { faultsOf } from "./draft";

export interface Checked {
  /** unknown: the server did not say; it is asked again. */
  state: "checking" | "checked" | "unknown";
  faults: Fault[];
  /** The version in use; null: there is none of this id. */
  against: number | null;
  differences: Difference[];
  /** What cannot be read at all, in a sentence. */
  message: string | null;
}

const nothing: Checked = { state: "checking", faults: [], against: null, differences: [], message: null };

/** After the last key, so that a number is judged when it is whole. */
const afterMs = 500;
const againMs = 5_000;

/** The server's own judgement of a draft while it is written. Nothing is stored, and an answer to what was typed before is dropped. */
export function useCheck(clinic: string, draft: Protocol): Checked {
  const [checked, setChecked] = useState(nothing);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a try that got no answer is made again.
  useEffect(() => {
    const own = new AbortController();
    let timer = setTimeout(() => void ask(), afterMs);
    const ask = async () => {
      try {
        const { faults, against, differences } = await library.check(clinic, draft, own.signal);
        if (!own.signal.aborted)
          setChecked({ state: "checked", faults, against, differences: differences ?? [], message: null });
      } catch (error) {
        if (own.signal.aborted) return;
        const message = error instanceof Error ? error.message : String(error);
        if (error instanceof Unreachable) timer = setTimeout(() => setTries((before) => before + 1), againMs);
        setChecked((before) => ({
          ...before,
          state: error instanceof Unreachable ? "unknown" : "checked",
          faults: faultsOf(error),
          message,
        }));
      }
    };
    setChecked((before) => ({ ...before, state: "checking" }));
    return () => {
      clearTimeout(timer);
      own.abort();
    };
  }, [clinic, draft, tries]);
  return checked;
}
