import { t } from "@lingui/core/macro";

/** What a part of a picture stands for. Each has its own stripes, so that hue is never alone. */
export type Fill = "high" | "medium" | "low" | "all" | "given" | "ordered" | "none";

export interface Legend {
  fill: Fill;
  words: string;
}

const striped: Partial<Record<Fill, string>> = { medium: "slanted", low: "level" };

/** A reference to the stripes that lie over a fill; null: it has none. */
export const stripesOf = (fill: Fill, id: string): string | null => {
  const name = striped[fill];
  return name ? `url(#${id}${name})` : null;
};

/** The stripes of one picture, by its own ids. */
export const Stripes = ({ id }: { id: string }) => (
  <defs>
    <pattern id={`${id}slanted`} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line className="plot-stripe" x1="0" y1="0" x2="0" y2="7" />
    </pattern>
    <pattern id={`${id}level`} width="7" height="7" patternUnits="userSpaceOnUse">
      <line className="plot-stripe" x1="0" y1="3" x2="7" y2="3" />
    </pattern>
  </defs>
);

export const PlotLegend = ({ legend, id }: { legend: Legend[]; id: string }) =>
  legend.length === 0 ? null : (
    <ul className="plot plot-legend" aria-label={t`What the parts mean`}>
      {legend.map(({ fill, words }) => {
        const stripes = stripesOf(fill, id);
        return (
          <li key={fill}>
            <svg viewBox="0 0 28 14" aria-hidden="true">
              <rect className={`fill-${fill}`} x="1" y="1" width="26" height="12" />
              {stripes && <rect fill={stripes} x="1" y="1" width="26" height="12" />}
            </svg>
            {words}
          </li>
        );
      })}
    </ul>
  );
