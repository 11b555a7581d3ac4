import "uplot/dist/uPlot.min.css";
import { useCallback, useMemo, useState } from "react";
import type { ChairView, SessionView } from "../live/contract";
import { useClock, useLive } from "../live/LiveContext";
import type { TelemetryGap } from "../session/contract";
import { GapList } from "./GapList";
import { gapsWithin } from "./gaps";
import { Readout } from "./Readout";
import { type Range, rangeOf, ranges, rangeWords, stepMs } from "./ranges";
import { fromTrends, joined, joinedMarks, joinedNibp, noPoints, type TrendPoints } from "./recorder";
import { TrackRow } from "./TrackRow";
import { tracks } from "./tracks";
import { useTrends } from "./useTrends";

const noGaps: TelemetryGap[] = [];

/** Every vital and the medicine on one time axis. */
export function TrendPanel({ view, session }: { view: ChairView; session: SessionView }) {
  const [range, setRange] = useState<Range>("30");
  const [pointedMs, setPointedMs] = useState<number | null>(null);
  const timeZone = useLive((state) => state.clinic?.timeZone ?? "UTC");
  const { stored, live, error } = useTrends(view.chair, session, range);
  const step = stepMs(range);
  const nowMs = useClock((now) => Math.floor(now / step) * step);
  const pointed = useCallback((atMs: number | null) => setPointedMs(atMs && Math.round(atMs / 1000) * 1000), []);

  // Drawn when the axis moves on or the stored part changes, not on every reading.
  const points = useMemo<TrendPoints>(() => {
    const before = stored ? fromTrends(stored) : noPoints();
    return nowMs < 0 ? before : join(before, live);
  }, [stored, live, nowMs]);
  const sessionFacts = `${session.startedAt} ${session.phaseSince} ${Math.round(Date.parse(session.expectedEndAt ?? "0") / 30_000)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the session's view changes with every reading, its facts do not
  const axis = useMemo(() => ({ ...rangeOf(range, session, nowMs), nowMs }), [range, nowMs, sessionFacts]);

  const gaps = useMemo(() => gapsWithin(stored?.gaps ?? noGaps, axis.fromMs, axis.toMs), [stored, axis]);

  return (
    <section className="trends" aria-label="Trends">
      <div className="tools">
        <fieldset className="seg">
          <legend className="vh">Time shown</legend>
          {ranges.map((r) => (
            <button key={r} type="button" className="btn" aria-pressed={r === range} onClick={() => setRange(r)}>
              {rangeWords[r]}
            </button>
          ))}
        </fieldset>
        <Readout points={points} gaps={gaps} atMs={pointedMs} timeZone={timeZone} />
      </div>
      {error && !stored && <p className="notice">The earlier part is not shown: {error.message}</p>}
      <div className="tracks">
        {tracks.map((track, i) => (
          <TrackRow
            key={track.key}
            track={track}
            isLast={i === tracks.length - 1}
            points={points}
            view={view}
            session={session}
            axis={axis}
            gaps={gaps}
            timeZone={timeZone}
            pointed={pointed}
          />
        ))}
      </div>
      <p className="legend">
        <i className="key-gap" /> not received <i className="key-limit" /> limit, or as ordered
      </p>
      <GapList gaps={gaps} timeZone={timeZone} />
    </section>
  );
}

function join(before: TrendPoints, live: TrendPoints): TrendPoints {
  const line = (key: keyof TrendPoints["lines"]) => joined(before.lines[key], live.lines[key]);
  return {
    lines: {
      hr: line("hr"),
      spo2: line("spo2"),
      rr: line("rr"),
      etco2: line("etco2"),
      rate: line("rate"),
      given: line("given"),
    },
    nibp: joinedNibp(before.nibp, live.nibp),
    byHand: joinedMarks(before.byHand, live.byHand),
    artefacts: before.artefacts,
  };
}
