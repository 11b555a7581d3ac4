import { t } from "@lingui/core/macro";
import { useCallback, useEffect, useRef, useState } from "react";
import { clinicPath, postJson } from "../session/api";
import type { WhatIfLine, WhatIfRequest, WhatIfSession, WhatIfTotals } from "./contract";
import { linesOf } from "./lines";

export interface WhatIfRun {
  state: "idle" | "waiting" | "running" | "done" | "cancelled" | "failed";
  share: number;
  of: number;
  sessions: WhatIfSession[];
  totals: WhatIfTotals | null;
  reason: string;
}

const idle: WhatIfRun = { state: "idle", share: 0, of: 0, sessions: [], totals: null, reason: "" };

export function take(run: WhatIfRun, line: WhatIfLine): WhatIfRun {
  switch (line.kind) {
    case "waiting":
      return { ...run, state: "waiting" };
    case "progress":
      return { ...run, state: "running", share: line.share, of: line.of };
    case "session":
      return { ...run, sessions: [...run.sessions, line.session] };
    case "totals":
      return { ...run, state: "done", share: 1, totals: line.of };
    case "failed":
      return { ...run, state: "failed", reason: line.reason };
  }
}

/**
 * One run at a time; leaving the page cancels it.
 * @param path Of the clinic: what answers line by line.
 */
export function useWhatIf<Request extends object = WhatIfRequest>(clinic: string, path = "/what-if") {
  const [run, setRun] = useState(idle);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const start = useCallback(
    async (request: Request) => {
      abort.current?.abort();
      const own = new AbortController();
      abort.current = own;
      setRun({
        ...idle,
        state: "running",
        of: "sessions" in request && Array.isArray(request.sessions) ? request.sessions.length : 0,
      });
      try {
        const response = await postJson(`${clinicPath(clinic)}${path}`, request, own.signal);
        if (response.body)
          for await (const line of linesOf(response.body))
            if (abort.current === own) setRun((before) => take(before, line));
        if (abort.current === own)
          setRun((before) =>
            before.state === "done" || before.state === "failed"
              ? before
              : { ...before, state: "failed", reason: t`The answer broke off; what is shown is not all.` },
          );
      } catch (error) {
        if (abort.current !== own) return;
        setRun((before) =>
          own.signal.aborted
            ? { ...before, state: "cancelled" }
            : { ...before, state: "failed", reason: error instanceof Error ? error.message : t`It failed.` },
        );
      }
    },
    [clinic, path],
  );

  return { run, start, cancel: () => abort.current?.abort() };
}
