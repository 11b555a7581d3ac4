import { t } from "@lingui/core/macro";
import { scaleOf } from "../../reports/plots/scale";
import { figure } from "../../ui/format";
import type { Measure } from "./measures";

const [width, height, left, top, bottom] = [360, 130, 40, 18, 22];

interface Props {
  measure: Measure;
  /** One a session, short. */
  labels: string[];
}

/** One of the small pictures: every one has the sessions in the same places. */
export function Multiple({ measure: { title, unit, decimals, beside, from = 0, points }, labels }: Props) {
  const numbers = points.flatMap((point) => [point.value, point.beside]).filter((each) => each !== null);
  const low = Math.min(from, ...numbers);
  const { most, steps } = scaleOf(Math.max(0, ...numbers.map((each) => each - low)));
  const x = (index: number) => left + ((width - left - 8) / Math.max(1, points.length)) * (index + 0.5);
  const y = (value: number) => height - bottom - ((value - low) / most) * (height - top - bottom);
  const last = points.at(-1);
  const said = points.map((point, index) => `${labels[index]} ${figure(point.value, decimals)}`).join(", ");
  return (
    <figure className="multiple">
      <figcaption>
        {title} <small>{unit}</small> <b className="fig">{figure(last?.value, decimals)}</b>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t`${title}, ${unit}, by session: ${said}.`}>
        {[steps[0], steps.at(-1)].map(
          (step) =>
            step !== undefined && (
              <g key={step}>
                <line className="plot-grid" x1={left} x2={width - 8} y1={y(low + step)} y2={y(low + step)} />
                <text x={left - 6} y={y(low + step) + 4} textAnchor="end">
                  {figure(low + step, most < 3 ? 1 : 0)}
                </text>
              </g>
            ),
        )}
        {points.map((point, index) => (
          <Point
            // biome-ignore lint/suspicious/noArrayIndexKey: a session keeps its place
            key={index}
            x={x(index)}
            y={point.value === null ? null : y(point.value)}
            beside={point.beside === null ? null : y(point.beside)}
            ground={y(low)}
          />
        ))}
        {points.length <= 12 &&
          labels.map((label, index) => (
            <text key={label} x={x(index)} y={height - 5} textAnchor="middle">
              {index + 1}
            </text>
          ))}
      </svg>
      {beside && <p className="note">{t`The short line is ${beside}.`}</p>}
    </figure>
  );
}

interface PointProps {
  x: number;
  /** null: not known. */
  y: number | null;
  beside: number | null;
  ground: number;
}

const Point = ({ x, y, beside, ground }: PointProps) => (
  <>
    {y === null ? (
      <text x={x} y={ground - 4} textAnchor="middle">
        ?
      </text>
    ) : (
      <>
        <line className="plot-stem" x1={x} x2={x} y1={ground} y2={y} />
        <circle className="plot-dot" cx={x} cy={y} r="4.5" />
      </>
    )}
    {beside !== null && <line className="plot-beside" x1={x - 9} x2={x + 9} y1={beside} y2={beside} />}
  </>
);
