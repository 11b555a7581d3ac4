import { t } from "@lingui/core/macro";
import type { Gap } from "../contract";

const decisions = new Set(["review-due", "stop-rule"]);

/** What the plan still asks of somebody. Worked out by the server at each look. */
export function NextSteps({ gaps }: { gaps: readonly Gap[] }) {
  if (gaps.length === 0) return <p>{t`Nothing is open.`}</p>;
  return (
    <ul className="pw-gaps">
      {gaps.map((gap) => (
        <li key={`${gap.code} ${gap.on} ${gap.text}`} className={`gap-${gap.code}`}>
          {decisions.has(gap.code) && <b className="pw-chip">{t`Review due`}</b>}
          {gap.code === "therapy-conflict" && <b className="pw-chip">{t`Conflict`}</b>}
          <span>{gap.text}</span>
        </li>
      ))}
    </ul>
  );
}
