import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { SessionView } from "../live/contract";
import { useLiveStore } from "../live/LiveContext";
import { api } from "../session/api";
import type { Trends } from "../session/contract";
import { useSignedIn } from "../session/SessionContext";
import { type Range, rangeOf } from "./ranges";
import { noPoints, record, type TrendPoints } from "./recorder";

export interface TrendSource {
  stored: Trends | undefined;
  /** Grows in place while the page is open; read it when drawing. */
  live: TrendPoints;
  error: Error | null;
}

export function useTrends(chair: string, session: SessionView, range: Range): TrendSource {
  const store = useLiveStore();
  const { clinic } = useSignedIn();
  const live = useRef({ session: session.id, points: noPoints() });
  if (live.current.session !== session.id) live.current = { session: session.id, points: noPoints() };

  useEffect(() => {
    const take = () => {
      const view = store.shown().chairs[chair];
      if (view?.session?.id === session.id) record(live.current.points, view);
    };
    take();
    return store.subscribe(take);
  }, [store, chair, session.id]);

  const { data, error } = useQuery({
    queryKey: ["trends", clinic, session.id, range],
    queryFn: ({ signal }) => {
      const nowMs = store.clock.now();
      return api.trends(clinic, session.id, rangeOf(range, session, nowMs).fromMs, nowMs, signal);
    },
    staleTime: 60_000,
    // What a device sends again closes gaps behind the live part.
    refetchInterval: 60_000,
  });
  return { stored: data, live: live.current.points, error };
}
