import { useMemo } from "react";
import type uPlot from "uplot";
import type { ChairView, SessionView } from "../live/contract";
import type { TelemetryGap } from "../session/contract";
import { useMode } from "../ui/mode";
import { type TrendPoints, toColumns } from "./recorder";
import { TrackGauge } from "./TrackGauge";
import { TrackPlot } from "./TrackPlot";
import type { Track } from "./tracks";

interface Props {
  track: Track;
  isLast: boolean;
  points: TrendPoints;
  view: ChairView;
  session: SessionView;
  axis: { fromMs: number; toMs: number; nowMs: number };
  gaps: TelemetryGap[];
  timeZone: string;
}

/** One vital: its value now and its past. */
export function TrackRow({ track, isLast, points, view, session, axis, gaps, timeZone }: Props) {
  const mode = useMode();
  const { fromMs, toMs, nowMs } = axis;
  const { low, high } = track.limits(view, session.order);
  const kind = track.key === "rate" || track.key === "given" ? "pump" : "monitor";
  const devices = view.devices.map((d) => `${d.device} ${d.kind}`).join();
  const input = useMemo(() => {
    const columns: uPlot.AlignedData =
      track.key === "nibp"
        ? [
            points.nibp.map((p) => p.at / 1000),
            points.nibp.map((p) => p.systolic),
            points.nibp.map((p) => p.diastolic),
            points.nibp.map((p) => p.mean),
          ]
        : toColumns(points.lines[track.key], fromMs, toMs);
    // A gap belongs to the tracks of its device; one of a device that was taken away, to all.
    const other = kind === "pump" ? "monitor" : "pump";
    const shown = gaps.filter((gap) => !devices.split(",").includes(`${gap.device} ${other}`));
    return {
      fromMs,
      toMs,
      nowMs,
      low,
      high,
      gaps: shown,
      columns,
      byHand: points.byHand[track.key] ?? [],
      artefacts: points.artefacts[track.key] ?? [],
    };
  }, [track, points, fromMs, toMs, nowMs, low, high, gaps, kind, devices]);
  return (
    <>
      <TrackGauge track={track.key} view={view} session={session} />
      <TrackPlot track={track} input={input} timeZone={timeZone} isLast={isLast} mode={mode} />
    </>
  );
}
