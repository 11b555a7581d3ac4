import { t } from "@lingui/core/macro";
import type { WhatIfRun } from "./useWhatIf";

/** How far a run through recorded sessions has come, or why it did not. */
export function RunProgress({ run }: { run: WhatIfRun }) {
  if (run.state === "idle" || run.state === "done") return null;
  const percent = Math.round(run.share * 100);
  return (
    <div className="what-if-progress">
      {run.state === "running" && <progress aria-label={t`Run through`} max={100} value={percent} />}
      <p role={run.state === "failed" ? "alert" : "status"}>
        {run.state === "waiting" && t`Another replay is under way on this server; this one is next.`}
        {run.state === "running" && t`${percent} % run through, ${run.sessions.length} of ${run.of} sessions done.`}
        {run.state === "cancelled" &&
          t`Cancelled; ${run.sessions.length} of ${run.of} sessions are shown, without totals.`}
        {run.state === "failed" && t`It did not run: ${run.reason}`}
      </p>
    </div>
  );
}
