import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { api } from "../session/api";
import { LiveConnection, signalRHub } from "./connection";
import { LiveStore } from "./store";

/**
 * A live connection to a clinic for as long as this is mounted, on the server's clock.
 * @param refused The server does not know who asks any more.
 * @param hub Its path; without it that of people.
 */
export function useLiveConnection(clinic: string, refused: () => void, hub?: string) {
  const latest = useRef(refused);
  latest.current = refused;
  const live = useMemo(() => {
    const store = new LiveStore();
    return {
      store,
      connection: new LiveConnection(
        store,
        clinic,
        () => latest.current(),
        () => signalRHub(hub),
      ),
    };
  }, [clinic, hub]);
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
    if (!clock) return;
    live.store.clock.setSpeed(clock.speed);
    // What it says stands on the screen at once.
    live.store.ticker.tick();
  }, [clock, live]);
  return live;
}
