import uPlot from "uplot";
import { clockTime } from "../ui/format";
import { axisHeightPx, axisWidthPx, drawNow, hatch, token } from "./plot";

export interface BandInput {
  fromMs: number;
  toMs: number;
  nowMs: number;
  /** Since when the estimate stands still; null: it does not. */
  frozenSinceMs: number | null;
  /** The level asked about, ng/mL; null: none. */
  levelNgPerMl: number | null;
  columns: uPlot.AlignedData;
}

const heightPx = 118;
const leastTopNgPerMl = 50;

/** The band of the models: hatched, as everything that is not to be relied on; what is ahead paler and with dashed edges. */
export function bandOptions(timeZone: string, isLast: boolean, widthPx: number, input: () => BandInput): uPlot.Options {
  const font = `13px ${token("--font")}`;
  const hidden = { show: false };
  const edge = { spanGaps: false, points: hidden, width: 1.5 };
  const past = { ...edge, stroke: () => token("--drug") };
  const ahead = { ...edge, stroke: () => token("--drug-plan"), dash: [4, 4] };
  return {
    width: widthPx,
    height: heightPx + (isLast ? axisHeightPx : 0),
    padding: [7, 14, isLast ? 0 : 7, 0],
    legend: hidden,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timeZone),
    cursor: { show: false },
    scales: {
      x: { time: true, range: (_u, min, max) => [min, max] },
      y: {
        range: (_u, _min, max) => [0, Math.max(leastTopNgPerMl, max ?? 0, input().levelNgPerMl ?? 0) * 1.08],
      },
    },
    axes: [
      {
        size: isLast ? axisHeightPx : 0,
        font,
        stroke: () => token("--ink-3"),
        grid: { stroke: () => token("--line"), width: 1 },
        ticks: hidden,
        values: (_u, splits) => (isLast ? splits.map((seconds) => clockTime(seconds * 1000, timeZone)) : []),
        space: 84,
      },
      {
        size: axisWidthPx,
        font,
        stroke: () => token("--ink-3"),
        grid: { stroke: () => token("--line"), width: 1 },
        ticks: hidden,
        space: 28,
      },
    ],
    series: [{}, past, past, ahead, ahead],
    bands: [
      { series: [2, 1], fill: (u) => hatch(u.ctx) ?? token("--unknown-b") },
      { series: [4, 3], fill: () => `color-mix(in srgb, ${token("--unknown-c")} 30%, transparent)` },
    ],
    hooks: {
      drawClear: [(u) => drawFrozen(u, input())],
      draw: [(u) => drawLevel(u, input().levelNgPerMl), (u) => drawNow(u, input().nowMs)],
    },
  };
}

/** From where it stands still the whole height is hatched: nothing is known of it. */
function drawFrozen(u: uPlot, { frozenSinceMs, nowMs }: BandInput): void {
  if (frozenSinceMs === null) return;
  const { ctx, bbox } = u;
  const from = Math.max(bbox.left, u.valToPos(frozenSinceMs / 1000, "x", true));
  const to = Math.min(bbox.left + bbox.width, u.valToPos(nowMs / 1000, "x", true));
  const pattern = hatch(ctx);
  if (to <= from || !pattern) return;
  ctx.save();
  ctx.fillStyle = pattern;
  ctx.fillRect(from, bbox.top, to - from, bbox.height);
  ctx.fillStyle = token("--unknown-ink");
  ctx.fillRect(from, bbox.top, devicePixelRatio, bbox.height);
  ctx.restore();
}

function drawLevel(u: uPlot, level: number | null): void {
  if (level === null) return;
  const { ctx, bbox } = u;
  const y = u.valToPos(level, "y", true);
  ctx.save();
  ctx.strokeStyle = token("--ink-3");
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}
