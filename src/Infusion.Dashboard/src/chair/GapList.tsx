import type { TelemetryGap } from "../session/contract";
import { gapLine, gapSummary } from "./gaps";

const mostShown = 20;

/** The gaps of the stretch shown, in words: the canvas is for the eye alone. */
export function GapList({ gaps, timeZone }: { gaps: TelemetryGap[]; timeZone: string }) {
  if (gaps.length === 0) return null;
  const newest = gaps.toSorted((a, b) => b.from - a.from).slice(0, mostShown);
  return (
    <details className="gaps">
      <summary>
        <i className="key-gap" aria-hidden="true" /> {gapSummary(gaps)}
      </summary>
      <ul>
        {newest.map((gap) => (
          <li key={`${gap.device} ${gap.from}`}>{gapLine(gap, timeZone)}</li>
        ))}
      </ul>
      {gaps.length > mostShown && <p className="note">and {gaps.length - mostShown} earlier</p>}
    </details>
  );
}
