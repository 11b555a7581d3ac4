import { useEffect, useRef } from "react";
import uPlot from "uplot";
import type { Mode } from "../ui/mode";
import { type BandInput, bandOptions } from "./concentrationPlot";

interface Props {
  input: BandInput;
  timeZone: string;
  isLast: boolean;
  /** The canvas knows no CSS: another mode is another plot. */
  mode: Mode;
}

export function BandPlot({ input, timeZone, isLast, mode }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(input);
  latest.current = input;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the mode is read from the document when drawing
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const options = bandOptions(timeZone, isLast, element.clientWidth, () => latest.current);
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
  }, [timeZone, isLast, mode]);

  useEffect(() => {
    if (plot.current) show(plot.current, input);
  }, [input]);

  return <div className="p" ref={frame} aria-hidden="true" />;
}

function show(plot: uPlot, input: BandInput): void {
  plot.batch(() => {
    plot.setData(input.columns, false);
    plot.setScale("x", { min: input.fromMs / 1000, max: input.toMs / 1000 });
  });
}
