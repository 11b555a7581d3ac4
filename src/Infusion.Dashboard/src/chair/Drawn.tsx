import { useEffect, useRef } from "react";
import uPlot from "uplot";

/** What a plot shows, and the stretch of time. */
export interface Drawing {
  columns: uPlot.AlignedData;
  fromMs: number;
  toMs: number;
}

interface Props<Input extends Drawing> {
  input: Input;
  /** Another one is another plot; `latest` gives what is to be drawn now. */
  options: (width: number, latest: () => Input) => uPlot.Options;
}

/** A uPlot as wide as its place, that takes other data without being made anew. */
export function Drawn<Input extends Drawing>({ input, options }: Props<Input>) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(input);
  latest.current = input;

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const chosen = options(element.clientWidth, () => latest.current);
    const made = new uPlot(chosen, latest.current.columns, element);
    plot.current = made;
    show(made, latest.current);
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: chosen.height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [options]);

  useEffect(() => {
    if (plot.current) show(plot.current, input);
  }, [input]);

  return <div className="p" ref={frame} aria-hidden="true" />;
}

function show(plot: uPlot, input: Drawing): void {
  plot.batch(() => {
    plot.setData(input.columns, false);
    plot.setScale("x", { min: input.fromMs / 1000, max: input.toMs / 1000 });
  });
}
