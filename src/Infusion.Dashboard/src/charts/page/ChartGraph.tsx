import { t } from "@lingui/core/macro";
import type { ChartGraph as Graph, GraphPath } from "./contract";

/** The session as a picture, and what its signs mean. The same shapes stand in the PDF. */
export function ChartGraph({ graph }: { graph: Graph }) {
  return (
    <section aria-labelledby="chart-course">
      <h3 id="chart-course">{t`Course, drawn`}</h3>
      {/* It scrolls where the screen is narrow: by keyboard as well. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by keyboard */}
      <figure className="chart-figure" tabIndex={0} aria-label={t`Picture of the course`}>
        <svg viewBox={`0 0 ${graph.width} ${graph.height}`} role="img" aria-label={graph.alternative}>
          <Paths paths={graph.paths} />
          {graph.texts.map((text) => (
            <text
              key={`${text.x} ${text.y} ${text.text}`}
              x={text.x}
              y={text.y}
              fontSize={text.size}
              fontWeight={text.isBold ? 600 : 400}
              textAnchor={text.anchor}
            >
              {text.text}
            </text>
          ))}
        </svg>
      </figure>
      <ul className="chart-legend" aria-label={t`What the signs mean`}>
        {graph.legend.map((sign) => (
          <li key={sign.text}>
            <svg viewBox="0 0 16 10" aria-hidden="true">
              <Paths paths={sign.paths} />
            </svg>
            {sign.text}
          </li>
        ))}
      </ul>
    </section>
  );
}

const Paths = ({ paths }: { paths: GraphPath[] }) =>
  paths.map((path) => (
    <path
      key={`${path.series} ${path.pen} ${path.fill}`}
      className={`pen-${path.pen} fill-${path.fill}`}
      data-series={path.series}
      d={path.d}
    />
  ));
