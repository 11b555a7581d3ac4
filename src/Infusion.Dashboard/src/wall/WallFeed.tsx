import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { LiveConnection, signalRHub } from "../live/connection";
import { LiveProvider } from "../live/LiveContext";
import { LiveStore } from "../live/store";
import { api } from "../session/api";
import type { WallDisplay } from "./contract";
import { WallBoard } from "./WallBoard";

interface Props {
  display: WallDisplay;
  /** The server knows this display no more. */
  refused: () => void;
}

/** The live connection of a display, for as long as it hangs there. */
export function WallFeed({ display, refused }: Props) {
  const latest = useRef(refused);
  latest.current = refused;
  const live = useMemo(() => {
    const store = new LiveStore();
    const open = () => signalRHub("/hubs/wall");
    return { store, connection: new LiveConnection(store, display.clinic, () => latest.current(), open) };
  }, [display.clinic]);
  useEffect(() => {
    live.connection.start();
    return () => live.connection.stop();
  }, [live]);

  const { data: clock } = useQuery({
    queryKey: ["clock"],
    queryFn: ({ signal }) => api.clock(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: true,
  });
  useEffect(() => {
    if (clock) live.store.clock.setSpeed(clock.speed);
  }, [clock, live]);

  return (
    <LiveProvider live={live}>
      <WallBoard display={display} />
    </LiveProvider>
  );
}
