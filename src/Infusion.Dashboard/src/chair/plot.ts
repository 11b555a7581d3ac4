import uPlot from "uplot";
import type { TelemetryGap } from "../session/contract";
import { clockTime } from "../ui/format";
import { missingWords } from "./gaps";
import { type Track, tracks } from "./tracks";

/** What a track is drawn from; the plot reads it anew on every drawing. */
export interface PlotInput {
  fromMs: number;
  toMs: number;
  nowMs: number;
  low: number | null;
  high: number | null;
  gaps: TelemetryGap[];
  columns: uPlot.AlignedData;
  /** [epoch milliseconds, value] that people measured. */
  byHand?: [number, number][];
  /** Of devices, by a person's word no findings. */
  artefacts?: [number, number][];
}

export const axisHeightPx = 28;
export const axisWidthPx = 44;

export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Room for the line, its limits and the least span, with a little air. */
function yRange(track: Track, input: () => PlotInput, min: number | null, max: number | null): [number, number] {
  const { low, high, byHand = [] } = input();
  const values = [...track.leastSpan, min, max, low, high, ...byHand.map(([, value]) => value)].filter(
    (v): v is number => v != null && Number.isFinite(v),
  );
  const from = Math.min(...values);
  const to = Math.max(...values);
  const air = (to - from) * 0.08;
  return [track.leastSpan[0] === 0 ? 0 : from - air, to + air];
}

export function plotOptions(
  track: Track,
  timeZone: string,
  isLast: boolean,
  widthPx: number,
  input: () => PlotInput,
): uPlot.Options {
  const font = `13px ${token("--font")}`;
  const isNibp = track.key === "nibp";
  const hidden = { show: false };
  const series: uPlot.Series = {
    stroke: () => token(track.token),
    width: track.widthPx,
    dash: track.dash,
    spanGaps: false,
    points: hidden,
    ...(track.stepped && uPlot.paths.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
  };
  return {
    width: widthPx,
    height: track.heightPx + (isLast ? axisHeightPx : 0),
    padding: [7, 14, isLast ? 0 : 7, 0],
    legend: hidden,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timeZone),
    // What is pointed at is drawn through all tracks at once, by TimeLines.
    cursor: { show: false },
    scales: {
      x: { time: true, range: (_u, min, max) => [min, max] },
      y: { range: (_u, min, max) => yRange(track, input, min, max) },
    },
    axes: [
      {
        size: isLast ? axisHeightPx : 0,
        font,
        stroke: () => token("--ink-3"),
        grid: { stroke: () => token("--line"), width: 1 },
        ticks: hidden,
        values: (u, splits) => {
          if (!isLast) return [];
          const shortMs = ((u.scales.x?.max ?? 0) - (u.scales.x?.min ?? 0)) * 1000 < 15 * 60_000;
          return splits.map((seconds) => clockTime(seconds * 1000, timeZone, shortMs));
        },
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
    series: isNibp ? [{}, { ...series, width: 0 }, { ...series, width: 0 }, { ...series, width: 0 }] : [{}, series],
    hooks: {
      drawClear: [(u) => drawGround(u, input(), track === tracks[0] ? font : null)],
      draw: [
        (u) => (isNibp ? drawPressures(u, token(track.token)) : undefined),
        (u) => drawByHand(u, input(), token(track.token)),
        (u) => drawNow(u, input().nowMs),
      ],
    },
  };
}

/** Under the line: beyond the limits raised ground, and hatch where nothing was received; the top track says how much. */
function drawGround(u: uPlot, { low, high, gaps }: PlotInput, font: string | null): void {
  const { ctx, bbox } = u;
  const clampY = (value: number) => Math.min(bbox.top + bbox.height, Math.max(bbox.top, u.valToPos(value, "y", true)));
  ctx.save();
  ctx.fillStyle = token("--raised");
  if (high !== null) ctx.fillRect(bbox.left, bbox.top, bbox.width, clampY(high) - bbox.top);
  if (low !== null) ctx.fillRect(bbox.left, clampY(low), bbox.width, bbox.top + bbox.height - clampY(low));
  ctx.strokeStyle = token("--ink-3");
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([devicePixelRatio, 4 * devicePixelRatio]);
  for (const limit of [low, high]) {
    if (limit === null) continue;
    ctx.beginPath();
    ctx.moveTo(bbox.left, clampY(limit));
    ctx.lineTo(bbox.left + bbox.width, clampY(limit));
    ctx.stroke();
  }
  ctx.restore();
  const pattern = hatch(ctx);
  if (pattern) for (const gap of gaps) drawGap(u, gap, pattern, font);
}

const leastGapPx = 3;

/** Hatch between two edges, so that it is told from the ground without colour too, and never too narrow to be seen. */
function drawGap(u: uPlot, gap: TelemetryGap, pattern: CanvasPattern, font: string | null): void {
  const { ctx, bbox } = u;
  const edge = devicePixelRatio;
  const end = bbox.left + bbox.width;
  const from = Math.max(bbox.left, u.valToPos(gap.from / 1000, "x", true));
  const to = Math.min(end, Math.max(u.valToPos(gap.to / 1000, "x", true), from + leastGapPx * edge));
  if (to <= from) return;
  ctx.save();
  ctx.fillStyle = pattern;
  ctx.fillRect(from, bbox.top, to - from, bbox.height);
  ctx.fillStyle = token("--unknown-ink");
  ctx.fillRect(from, bbox.top, edge, bbox.height);
  ctx.fillRect(to - edge, bbox.top, edge, bbox.height);
  if (font && gap.missing !== null) drawMissing(u, missingWords(gap.missing), from, to, font);
  ctx.restore();
}

/** The count on a plate at the top of the gap, where there is room for it. */
function drawMissing(u: uPlot, words: string, from: number, to: number, font: string): void {
  const { ctx, bbox } = u;
  const unit = devicePixelRatio;
  ctx.font = font.replace("13px", `${13 * unit}px`);
  const width = ctx.measureText(words).width + 8 * unit;
  if (width > to - from) return;
  ctx.fillStyle = token("--surface");
  ctx.fillRect((from + to - width) / 2, bbox.top, width, 18 * unit);
  ctx.fillStyle = token("--unknown-ink");
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(words, (from + to) / 2, bbox.top + 9 * unit);
}

export function hatch(ctx: CanvasRenderingContext2D): CanvasPattern | null {
  const size = 8 * devicePixelRatio;
  const tile = document.createElement("canvas");
  tile.width = size;
  tile.height = size;
  const pen = tile.getContext("2d");
  if (!pen) return null;
  pen.fillStyle = token("--unknown-a");
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = token("--unknown-c");
  pen.lineWidth = 1.5 * devicePixelRatio;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
  return ctx.createPattern(tile, "repeat");
}

/** An open square: somebody measured this, no device did. A cross: a device did, and it is an artefact. */
function drawByHand(u: uPlot, { byHand = [], artefacts = [] }: PlotInput, color: string): void {
  const { ctx, bbox } = u;
  const side = 9 * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = color;
  ctx.fillStyle = token("--surface");
  ctx.lineWidth = 2 * devicePixelRatio;
  for (const [atMs, value] of byHand) {
    const x = u.valToPos(atMs / 1000, "x", true) - side / 2;
    const y = u.valToPos(value, "y", true) - side / 2;
    ctx.fillRect(x, y, side, side);
    ctx.strokeRect(x, y, side, side);
  }
  ctx.strokeStyle = token("--ink");
  for (const [atMs, value] of artefacts) {
    const [x, y] = [u.valToPos(atMs / 1000, "x", true), u.valToPos(value, "y", true)];
    ctx.beginPath();
    ctx.moveTo(x - side, y - side);
    ctx.lineTo(x + side, y + side);
    ctx.moveTo(x + side, y - side);
    ctx.lineTo(x - side, y + side);
    ctx.stroke();
  }
  ctx.restore();
}

/** A bar from systolic to diastolic, cut at the mean. */
function drawPressures(u: uPlot, color: string): void {
  const { ctx, bbox } = u;
  const [xs, systolic, diastolic, mean] = u.data;
  const width = 6 * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  xs.forEach((seconds, i) => {
    const high = systolic?.[i];
    const low = diastolic?.[i];
    if (high == null || low == null) return;
    const x = u.valToPos(seconds, "x", true) - width / 2;
    const top = u.valToPos(high, "y", true);
    ctx.fillStyle = color;
    ctx.fillRect(x, top, width, u.valToPos(low, "y", true) - top);
    const middle = mean?.[i];
    if (middle == null) return;
    ctx.fillStyle = token("--surface");
    ctx.fillRect(x, u.valToPos(middle, "y", true) - devicePixelRatio, width, 2 * devicePixelRatio);
  });
  ctx.restore();
}

export function drawNow(u: uPlot, nowMs: number): void {
  const { ctx, bbox } = u;
  const x = u.valToPos(nowMs / 1000, "x", true);
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.fillStyle = token("--ink");
  ctx.fillRect(x - devicePixelRatio, bbox.top, 2 * devicePixelRatio, bbox.height);
  ctx.restore();
}
