import { t } from "@lingui/core/macro";
import { type Bin, binMs, type ChairPast, windowMs } from "../live/history";

/** The lane is 420 units wide: one a tenth of a minute, "now" at 300. */
const nowX = 300;
const width = 420;
const unitMs = windowMs / nowX;
/** Two missed bins are a gap; one is a device that speaks seldom. */
const gapBins = 3;

export interface DrawnLane {
  hr: string;
  spo2: string;
  pressures: string;
  delivered: string;
  planned: string | null;
  endPct: number | null;
  gaps: { fromPct: number; widthPct: number }[];
  words: string;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** SpO2 80 to 100 on top, HR 40 to 140 below it, NIBP 60 to 200 below that, the medicine at the bottom. */
const spo2Y = (value: number) => 5 + ((100 - clamp(value, 80, 100)) / 20) * 50;
const hrY = (value: number) => 25 + ((140 - clamp(value, 40, 140)) / 100) * 50;
const pressureY = (value: number) => 45 + ((200 - clamp(value, 50, 200)) / 150) * 37;

const round = (x: number) => Math.round(x * 10) / 10;

export function drawLane(past: ChairPast | undefined, nowMs: number, endMs: number | null): DrawnLane {
  const fromMs = nowMs - windowMs;
  const x = (atMs: number) => round(nowX + (atMs - nowMs) / unitMs);
  const keys = [...(past?.bins.keys() ?? [])].filter((key) => key * binMs >= fromMs && key * binMs <= nowMs);
  keys.sort((a, b) => a - b);
  const bins = keys.flatMap((key) => {
    const bin = past?.bins.get(key);
    return bin ? [{ atMs: key * binMs, bin }] : [];
  });
  const endX = endMs !== null && endMs > nowMs ? Math.min(width, x(endMs)) : null;
  return {
    hr: line(bins, "hr", x, hrY),
    spo2: line(bins, "spo2", x, spo2Y),
    pressures: (past?.pressures ?? [])
      .filter((p) => p.atMs >= fromMs && p.atMs <= nowMs)
      .map((p) => `M${x(p.atMs)} ${round(pressureY(p.systolic))}V${round(pressureY(p.diastolic))}`)
      .join(""),
    delivered: delivered(bins, x),
    planned: endX === null ? null : `M${nowX} 89H${endX}V96H${nowX}`,
    endPct: endX === null || endX >= width ? null : (endX / width) * 100,
    // A pump that goes on does not stand in for a monitor that fell silent.
    gaps: gaps(
      bins.flatMap(({ atMs, bin }) => (bin.hr === null && bin.spo2 === null ? [] : [atMs / binMs])),
      nowMs,
      x,
    ),
    words: words(bins),
  };
}

function line(
  bins: { atMs: number; bin: Bin }[],
  key: "hr" | "spo2",
  x: (atMs: number) => number,
  y: (value: number) => number,
): string {
  let path = "";
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { atMs, bin } of bins) {
    const value = bin[key];
    if (value === null) {
      lastMs = Number.NEGATIVE_INFINITY;
      continue;
    }
    const joins = atMs - lastMs < gapBins * binMs;
    path += `${joins ? "L" : "M"}${x(atMs)} ${round(y(value))}`;
    lastMs = atMs;
  }
  return path;
}

/** One bar for each stretch of delivery; it ends with the last bin that saw the pump run. */
function delivered(bins: { atMs: number; bin: Bin }[], x: (atMs: number) => number): string {
  const runs: { fromMs: number; lastMs: number }[] = [];
  let wasRunning = false;
  for (const { atMs, bin } of bins) {
    const isRunning = (bin.rateMlPerHour ?? 0) > 0;
    const run = runs.at(-1);
    if (isRunning && wasRunning && run && atMs - run.lastMs < gapBins * binMs) run.lastMs = atMs;
    else if (isRunning) runs.push({ fromMs: atMs, lastMs: atMs });
    wasRunning = isRunning;
  }
  return runs
    .map(({ fromMs, lastMs }) => `M${x(fromMs)} 88H${Math.min(nowX, x(lastMs + binMs))}V97H${x(fromMs)}z`)
    .join("");
}

function gaps(keys: number[], nowMs: number, x: (atMs: number) => number) {
  const found: { fromPct: number; widthPct: number }[] = [];
  const first = keys[0];
  if (first === undefined) return found;
  let last = first;
  for (const key of [...keys, Math.floor(nowMs / binMs)]) {
    if (key - last >= gapBins) {
      const fromX = x((last + 1) * binMs);
      found.push({ fromPct: (fromX / width) * 100, widthPct: ((x(key * binMs) - fromX) / width) * 100 });
    }
    last = key;
  }
  return found;
}

function words(bins: { bin: Bin }[]): string {
  const range = (key: "hr" | "spo2", name: string, unit: string) => {
    const values = bins.flatMap(({ bin }) => bin[key] ?? []);
    if (values.length === 0) return t`${name} not known`;
    return t`${name} ${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))}${unit}`;
  };
  return t`Last 30 minutes: ${range("hr", t`heart rate`, "")}, ${range("spo2", "SpO2", t` percent`)}`;
}
