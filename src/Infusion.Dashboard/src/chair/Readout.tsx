import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Series, TelemetryGap } from "../session/contract";
import { clockTime, figure, span, withUnit } from "../ui/format";
import { gapWords } from "./gaps";
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

const pressureNearMs = 10 * 60_000;

/** The last cuff reading before an instant, with its own time: it is not of that instant. */
function pressureNear({ nibp }: TrendPoints, atMs: number): string {
  const last = nibp.findLast((taken) => taken.at <= atMs && atMs - taken.at <= pressureNearMs);
  if (!last) return "–";
  return t`${figure(last.systolic)}/${figure(last.diastolic)} (${span(atMs - last.at)} before)`;
}

interface Props {
  points: TrendPoints;
  gaps: TelemetryGap[];
  atMs: number | null;
  timeZone: string;
}

export function Readout({ points, gaps, atMs, timeZone }: Props) {
  if (atMs === null) return <p className="readout note">{t`Point at a track to read it`}</p>;
  const here = gaps.filter((gap) => gap.from < atMs && atMs < gap.to);
  const at = (key: keyof TrendPoints["lines"]) => valueNear(points.lines[key], atMs);
  return (
    <p className="readout">
      <Trans>
        <b className="fig">{clockTime(atMs, timeZone, true)}</b> HR {withUnit(at("hr"), "/min")} · SpO<sub>2</sub>{" "}
        {withUnit(at("spo2"), "%")} · RR {withUnit(at("rr"), "/min")} · EtCO<sub>2</sub> {withUnit(at("etco2"), "mmHg")}{" "}
        · NIBP {pressureNear(points, atMs)} · {withUnit(at("rate"), "mL/h", 1)} · {withUnit(at("given"), "mg", 1)}
      </Trans>
      {here.map((gap) => (
        <span key={gap.device}> · {gapWords(gap)}</span>
      ))}
    </p>
  );
}
