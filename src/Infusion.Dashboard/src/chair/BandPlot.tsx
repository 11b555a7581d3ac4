import { useCallback } from "react";
import type { Mode } from "../ui/mode";
import { type BandInput, bandOptions } from "./concentrationPlot";
import { Drawn } from "./Drawn";

interface Props {
  input: BandInput;
  timeZone: string;
  isLast: boolean;
  /** The canvas knows no CSS: another mode is another plot. */
  mode: Mode;
}

export function BandPlot({ input, timeZone, isLast, mode }: Props) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mode is read from the document when drawing
  const options = useCallback(
    (width: number, latest: () => BandInput) => bandOptions(timeZone, isLast, width, latest),
    [timeZone, isLast, mode],
  );
  return <Drawn input={input} options={options} />;
}
