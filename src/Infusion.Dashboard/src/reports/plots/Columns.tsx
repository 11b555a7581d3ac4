import { t } from "@lingui/core/macro";
import "./plot.css";
import { useId } from "react";
import { type Fill, type Legend, PlotLegend, Stripes, stripesOf } from "./fills";
import { scaleOf } from "./scale";

export interface Column {
  key: string;
  /** Under it. */
  label: string;
  /** From the bottom up; null: not known, and drawn as such. */
  parts: { fill: Fill; amount: number }[] | null;
  /** Above it; absent: the sum. */
  amount?: string;
}

interface Props {
  /** The whole picture in one sentence. */
  alternative: string;
  columns: Column[];
  legend: Legend[];
  /** Of the upright axis. */
  unit: string;
  /** Drawn under every second column only, where there are many. */
  labelEvery?: number;
}

const [width, height, left, right, top, bottom] = [760, 244, 46, 10, 36, 34];

/** Stacked columns. The same numbers stand in a table beside it. */
export function Columns({ alternative, columns, legend, unit, labelEvery = 1 }: Props) {
  const id = useId();
  const sums = columns.map((column) => column.parts?.reduce((sum, part) => sum + part.amount, 0) ?? null);
  const { most, steps } = scaleOf(Math.max(0, ...sums.map((sum) => sum ?? 0)));
  const y = (amount: number) => height - bottom - (amount / most) * (height - top - bottom);
  const step = (width - left - right) / Math.max(1, columns.length);
  const wide = Math.min(64, step * 0.72);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by keyboard */}
      <figure className="plot" tabIndex={0} aria-label={t`Picture: ${alternative}`}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={alternative}>
          <Stripes id={id} />
          {steps.map((amount) => (
            <g key={amount}>
              <line className="plot-grid" x1={left} x2={width - right} y1={y(amount)} y2={y(amount)} />
              <text x={left - 6} y={y(amount) + 4} textAnchor="end">
                {amount}
              </text>
            </g>
          ))}
          <text x={left - 6} y={12} textAnchor="start">
            {unit}
          </text>
          {columns.map((column, index) => {
            const middle = left + step * (index + 0.5);
            const sum = sums[index] ?? null;
            return (
              <g key={column.key}>
                {column.parts === null ? (
                  <text x={middle} y={y(0) - 6} textAnchor="middle">
                    ?
                  </text>
                ) : (
                  <Stack parts={column.parts} x={middle - wide / 2} width={wide} y={y} id={id} />
                )}
                {sum !== null && sum > 0 && (
                  <text className="plot-amount" x={middle} y={y(sum) - 5} textAnchor="middle">
                    {column.amount ?? sum}
                  </text>
                )}
                {index % labelEvery === 0 && (
                  <text x={middle} y={height - bottom + 18} textAnchor="middle">
                    {column.label}
                  </text>
                )}
              </g>
            );
          })}
          <line className="plot-axis" x1={left} x2={width - right} y1={y(0)} y2={y(0)} />
        </svg>
      </figure>
      <PlotLegend legend={legend} id={id} />
    </>
  );
}

interface StackProps {
  parts: { fill: Fill; amount: number }[];
  x: number;
  width: number;
  y: (amount: number) => number;
  id: string;
}

function Stack({ parts, x, width, y, id }: StackProps) {
  let below = 0;
  return parts.map((part) => {
    const from = below;
    below += part.amount;
    if (part.amount <= 0) return null;
    const box = { x, width, y: y(below), height: y(from) - y(below) };
    const stripes = stripesOf(part.fill, id);
    return (
      <g key={part.fill}>
        <rect className={`fill-${part.fill}`} {...box} />
        {stripes && <rect fill={stripes} {...box} />}
      </g>
    );
  });
}
