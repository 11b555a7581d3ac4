import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { api, saySignedOut } from "../session/api";
import { AlarmSound } from "../sound/AlarmSound";
import { LiveConnection } from "./connection";
import { LiveProvider, useLive } from "./LiveContext";
import { LiveStore } from "./store";

/** Owns the connection for as long as a clinic is looked at. */
export function LiveFeed({ clinic, children }: { clinic: string; children: ReactNode }) {
  const live = useMemo(() => {
    const store = new LiveStore();
    return { store, connection: new LiveConnection(store, clinic, saySignedOut) };
  }, [clinic]);

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
      <RefreshAfterCut />
      <AlarmSound />
      {children}
    </LiveProvider>
  );
}

/** What was asked for before a cut may have changed during it. The clock too: the server may be another. */
function RefreshAfterCut() {
  const queries = useQueryClient();
  const link = useLive((state) => state.link);
  const epoch = useLive((state) => state.epoch);
  const seen = useRef({ link, epoch });
  useEffect(() => {
    const before = seen.current;
    seen.current = { link, epoch };
    const isBack = before.link === "cut" && link !== "cut";
    const isAnotherWriter = before.epoch !== 0 && before.epoch !== epoch;
    if (!isBack && !isAnotherWriter) return;
    for (const queryKey of [["clock"], ["lane"], ["trends"], ["events"], ["devices"], ["trace"], ["alarm"], ["duty"]]) {
      void queries.invalidateQueries({ queryKey });
    }
  }, [link, epoch, queries]);
  return null;
}
