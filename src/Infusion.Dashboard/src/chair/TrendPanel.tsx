import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "uplot/dist/uPlot.min.css";
import { useMemo } from "react";
import type { ChairView, SessionView } from "../live/contract";
import { useTimeZone } from "../live/LiveContext";
import type { TelemetryGap } from "../session/contract";
import { useChartEvents } from "../session/queries";
import { presets } from "./axis";
import { ConcentrationPanel } from "./ConcentrationPanel";
import { GapList } from "./GapList";
import { gapsWithin } from "./gaps";
import { MarkRows, TimeLines } from "./MarkRows";
import { Readout } from "./Readout";
import { fromTrends, joined, joinedMarks, joinedNibp, noPoints, type TrendPoints } from "./recorder";
import { TrackRow } from "./TrackRow";
import { tracks } from "./tracks";
import { useTrends } from "./useTrends";
import { type TimeView, useGestures, useZoom } from "./useZoom";

const noGaps: TelemetryGap[] = [];
const noEvents: never[] = [];

/** Every vital, the medicine, the estimate, alarms and what was done, on one time axis. */
export function TrendPanel({ view, session }: { view: ChairView; session: SessionView }) {
  const time = useZoom(session);
  const { axis, pointedMs } = time;
  const { region, onKeyDown } = useGestures(time);
  const timeZone = useTimeZone();
  const { stored, isReading, live, error } = useTrends(view.chair, session, axis, axis.nowMs);
  const { data: events = noEvents } = useChartEvents(session.id);

  // Drawn when the axis moves on or the stored part changes, not on every reading.
  const points = useMemo<TrendPoints>(() => {
    const before = stored ? fromTrends(stored) : noPoints();
    return axis.nowMs < 0 ? before : join(before, live);
  }, [stored, live, axis.nowMs]);
  const gaps = useMemo(() => gapsWithin(stored?.gaps ?? noGaps, axis.fromMs, axis.toMs), [stored, axis]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are the tracks' own, which is the group inside
    <div ref={region} className="trend-region" onKeyDown={onKeyDown}>
      <section className="trends" aria-label={t`Trends`}>
        <div className="tools">
          <ZoomTools time={time} />
          <Readout points={points} gaps={gaps} atMs={pointedMs} timeZone={timeZone} />
        </div>
        {error && !stored && <p className="notice">{t`The earlier part is not shown: ${error.message}`}</p>}
        {isReading && !error && <p className="note">{t`Reading this stretch of time.`}</p>}
        <MarkRows events={events} axis={axis} timeZone={timeZone} />
        {/* biome-ignore lint/a11y/useSemanticElements: no fieldset, nothing is filled in */}
        <div
          className="tracks"
          role="group"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it answers to keys
          tabIndex={0}
          aria-label={t`Tracks. Arrow keys read them, plus and minus zoom, Page Up and Page Down move, Home shows the session, End goes to now.`}
        >
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
            />
          ))}
          <TimeLines events={events} axis={axis} pointedMs={pointedMs} />
        </div>
        <p className="legend">
          <Trans>
            <i className="key-gap" /> not received <i className="key-limit" /> limit, or as ordered <b>✕</b> artefact
            <b>□</b> by hand
          </Trans>
        </p>
        <GapList gaps={gaps} timeZone={timeZone} />
      </section>
      <ConcentrationPanel view={view} session={session} time={time} events={events} />
    </div>
  );
}

function ZoomTools({ time }: { time: TimeView }) {
  const { zoom, set, zoomBy, moveBy, axis } = time;
  const halfMs = (axis.toMs - axis.fromMs) / 2;
  return (
    <div className="zoom">
      <fieldset className="seg">
        <legend className="vh">{t`Time shown`}</legend>
        {presets.map((preset) => (
          <button
            key={preset.words}
            type="button"
            className="btn"
            aria-pressed={preset.zoom.spanMs === zoom.spanMs && zoom.endMs === null}
            onClick={() => set(preset.zoom)}
          >
            {preset.words}
          </button>
        ))}
      </fieldset>
      <fieldset className="seg">
        <legend className="vh">{t`Closer, farther, earlier, later`}</legend>
        <button type="button" className="btn" aria-label={t`Closer`} onClick={() => zoomBy(0.5, null)}>
          +
        </button>
        <button type="button" className="btn" aria-label={t`Farther`} onClick={() => zoomBy(2, null)}>
          −
        </button>
        <button type="button" className="btn" aria-label={t`Earlier`} onClick={() => moveBy(-halfMs)}>
          ◂
        </button>
        <button type="button" className="btn" aria-label={t`Later`} onClick={() => moveBy(halfMs)}>
          ▸
        </button>
      </fieldset>
      {zoom.endMs !== null && (
        <button type="button" className="btn back-to-now" onClick={() => set({ ...zoom, endMs: null })}>
          {t`Back to now`}
        </button>
      )}
    </div>
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
