import { LiveProvider } from "../live/LiveContext";
import { useLiveConnection } from "../live/useLiveConnection";
import type { WallDisplay } from "./contract";
import { WallBoard } from "./WallBoard";

interface Props {
  display: WallDisplay;
  /** The server knows this display no more. */
  refused: () => void;
}

/** The live connection of a display, for as long as it hangs there. */
export function WallFeed({ display, refused }: Props) {
  const live = useLiveConnection(display.clinic, refused, "/hubs/wall");
  return (
    <LiveProvider live={live}>
      <WallBoard display={display} />
    </LiveProvider>
  );
}
