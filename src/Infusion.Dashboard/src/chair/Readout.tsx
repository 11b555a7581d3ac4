import type { Series } from "../live/contract";
import { clockTime, withUnit } from "../ui/format";
import type { TrendPoints } from "./recorder";

const nearMs = 15_000;

/** The value nearest to an instant, or null when none is near: a reading is not stretched over silence. */
export function valueNear(series: Series, atMs: number): number | null {
  let best: [number, number | null] | null = null;
  for (const point of series) {
    if (Math.abs(point[0] - atMs) < Math.abs((best?.[0] ?? Number.POSITIVE_INFINITY) - atMs)) best = point;
  }
  return best && Math.abs(best[0] - atMs) <= nearMs ? best[1] : null;
}

export function Readout({ points, atMs, timeZone }: { points: TrendPoints; atMs: number | null; timeZone: string }) {
  if (atMs === null) return <p className="readout note">Point at a track to read it</p>;
  const at = (key: keyof TrendPoints["lines"]) => valueNear(points.lines[key], atMs);
  return (
    <p className="readout">
      <b className="fig">{clockTime(atMs, timeZone, true)}</b> HR {withUnit(at("hr"), "/min")} · SpO<sub>2</sub>{" "}
      {withUnit(at("spo2"), "%")} · RR {withUnit(at("rr"), "/min")} · EtCO<sub>2</sub> {withUnit(at("etco2"), "mmHg")} ·{" "}
      {withUnit(at("rate"), "mL/h", 1)} · {withUnit(at("given"), "mg", 1)}
    </p>
  );
}
