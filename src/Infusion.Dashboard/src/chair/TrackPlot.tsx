import { useCallback } from "react";
import type { Mode } from "../ui/mode";
import { Drawn } from "./Drawn";
import { type PlotInput, plotOptions } from "./plot";
import type { Track } from "./tracks";

interface Props {
  track: Track;
  input: PlotInput;
  timeZone: string;
  isLast: boolean;
  /** The canvas knows no CSS: another mode is another plot. */
  mode: Mode;
}

export function TrackPlot({ track, input, timeZone, isLast, mode }: Props) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mode is read from the document when drawing
  const options = useCallback(
    (width: number, latest: () => PlotInput) => plotOptions(track, timeZone, isLast, width, latest),
    [track, timeZone, isLast, mode],
  );
  return <Drawn input={input} options={options} />;
}
