import { t } from "@lingui/core/macro";
import { useEffect, useRef } from "react";
import { useLocation } from "react-router";
import type { TelemetryGap } from "../session/contract";
import { gapLine, gapSummary } from "./gaps";

const mostShown = 20;

/** In the address: whoever comes for a gap is led to it. */
const anchor = "#gaps";

/** The gaps of the stretch shown, in words: the canvas is for the eye alone. */
export function GapList({ gaps, timeZone }: { gaps: TelemetryGap[]; timeZone: string }) {
  const { hash, key } = useLocation();
  const shown = useRef<HTMLDetailsElement>(null);
  const led = useRef<string>(null);
  const isWanted = hash === anchor && gaps.length > 0;
  useEffect(() => {
    // Once: whoever zooms afterwards is not led back.
    if (!isWanted || shown.current === null || led.current === key) return;
    led.current = key;
    shown.current.open = true;
    shown.current.querySelector("summary")?.focus();
    shown.current.scrollIntoView({ block: "nearest" });
  }, [isWanted, key]);
  if (gaps.length === 0) return null;
  const newest = gaps.toSorted((a, b) => b.from - a.from).slice(0, mostShown);
  return (
    <details className="gaps" ref={shown}>
      <summary>
        <i className="key-gap" aria-hidden="true" /> {gapSummary(gaps)}
      </summary>
      <ul>
        {newest.map((gap) => (
          <li key={`${gap.device} ${gap.from}`}>{gapLine(gap, timeZone)}</li>
        ))}
      </ul>
      {gaps.length > mostShown && <p className="note">{t`and ${gaps.length - mostShown} earlier`}</p>}
    </details>
  );
}
