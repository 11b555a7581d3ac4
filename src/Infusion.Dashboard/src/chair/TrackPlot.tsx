import { useEffect, useRef } from "react";
import uPlot from "uplot";
import type { Mode } from "../ui/mode";
import { type PlotInput, plotOptions } from "./plot";
import type { Track } from "./tracks";

interface Props {
  track: Track;
  input: PlotInput;
  timeZone: string;
  isLast: boolean;
  /** The canvas knows no CSS: another mode is another plot. */
  mode: Mode;
  pointed: (atMs: number | null) => void;
}

export function TrackPlot({ track, input, timeZone, isLast, mode, pointed }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(input);
  latest.current = input;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the mode is read from the document when drawing
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const options = plotOptions(track, timeZone, isLast, element.clientWidth, () => latest.current, pointed);
    const made = new uPlot(options, latest.current.columns, element);
    plot.current = made;
    show(made, latest.current);
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: options.height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [track, timeZone, isLast, mode, pointed]);

  useEffect(() => {
    if (plot.current) show(plot.current, input);
  }, [input]);

  return <div className="p" ref={frame} aria-hidden="true" />;
}

function show(plot: uPlot, input: PlotInput): void {
  plot.batch(() => {
    plot.setData(input.columns, false);
    plot.setScale("x", { min: input.fromMs / 1000, max: input.toMs / 1000 });
  });
}
