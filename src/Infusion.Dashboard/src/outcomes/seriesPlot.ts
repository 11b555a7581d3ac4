import type uPlot from "uplot";
import type { Drawing } from "../chair/Drawn";
import { axisHeightPx, axisWidthPx, token } from "../chair/plot";
import type { Band, Series } from "./contract";
import { day, standing } from "./words";

export interface SeriesDrawing extends Drawing {
  bands: Band[];
  highest: number;
  /** Noon of each, UTC seconds. */
  infusions: number[];
}

const heightPx = 190;
const dayMs = 86_400_000;

/** Calendar days have no zone: each stands at its noon, UTC. */
export const noonMs = (on: string): number => Date.parse(`${on}T12:00:00Z`);

/** @returns null: nothing can be drawn. */
export function drawingOf(series: Series, infusionDays: string[]): SeriesDrawing | null {
  const points = standing(series).filter((each) => each.score.total !== null);
  if (points.length === 0) return null;
  const days = points.map((each) => noonMs(each.on));
  const all = [...days, ...infusionDays.map(noonMs)];
  return {
    columns: [days.map((ms) => ms / 1000), points.map((each) => each.score.total)],
    fromMs: Math.min(...all) - 3 * dayMs,
    toMs: Math.max(...all) + 3 * dayMs,
    bands: series.instrument.bands,
    highest: series.instrument.highest,
    infusions: infusionDays.map((on) => noonMs(on) / 1000),
  };
}

/** A line over its bands; each infusion day is a dotted upright. */
export function seriesOptions(widthPx: number, input: () => SeriesDrawing): uPlot.Options {
  const font = `13px ${token("--font")}`;
  const hidden = { show: false };
  const axis = { font, stroke: () => token("--ink-3"), ticks: hidden };
  return {
    width: widthPx,
    height: heightPx + axisHeightPx,
    padding: [7, 14, 0, 0],
    legend: hidden,
    cursor: { show: false },
    scales: { x: { time: true, range: (_u, min, max) => [min, max] }, y: { range: () => [0, input().highest] } },
    axes: [
      {
        ...axis,
        size: axisHeightPx,
        space: 96,
        grid: hidden,
        values: (_u, splits) => splits.map((seconds) => day(new Date(seconds * 1000).toISOString().slice(0, 10))),
      },
      { ...axis, size: axisWidthPx, space: 28, grid: { stroke: () => token("--line"), width: 1 } },
    ],
    series: [
      {},
      { stroke: () => token("--ink"), width: 2, points: { show: true, size: 8, fill: () => token("--ink") } },
    ],
    hooks: { drawClear: [(u) => drawBands(u, input()), (u) => drawInfusions(u, input())] },
  };
}

/** Every second band is shaded, and each has its name: no hue says how grave one is. */
function drawBands(u: uPlot, { bands, highest }: SeriesDrawing): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.font = `${12 * devicePixelRatio}px ${token("--font")}`;
  ctx.textBaseline = "bottom";
  bands.forEach((band, index) => {
    const bottom = u.valToPos(band.from, "y", true);
    const top = u.valToPos(bands[index + 1]?.from ?? highest, "y", true);
    if (index % 2 === 1) {
      ctx.fillStyle = token("--raised");
      ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
    }
    if (bottom - top >= 15 * devicePixelRatio) {
      ctx.fillStyle = token("--ink-3");
      ctx.fillText(band.label, bbox.left + 6 * devicePixelRatio, bottom - 1);
    }
  });
  ctx.restore();
}

function drawInfusions(u: uPlot, { infusions }: SeriesDrawing): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.strokeStyle = token("--drug-plan");
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const seconds of infusions) {
    const x = u.valToPos(seconds, "x", true);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
