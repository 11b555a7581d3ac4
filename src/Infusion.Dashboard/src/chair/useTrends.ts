import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { SessionView } from "../live/contract";
import { useLiveStore } from "../live/LiveContext";
import { api } from "../session/api";
import type { Trends } from "../session/contract";
import { useSignedIn } from "../session/SessionContext";
import { type Axis, fetchedFor } from "./axis";
import { noPoints, record, type TrendPoints } from "./recorder";

export interface TrendSource {
  stored: Trends | undefined;
  /** What is stored is of another stretch: that of the axis is on its way. */
  isReading: boolean;
  /** Grows in place while the page is open; read it when drawing. */
  live: TrendPoints;
  error: Error | null;
}

export function useTrends(chair: string, session: SessionView, axis: Axis, nowMs: number): TrendSource {
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

  const { fromMs, toMs } = fetchedFor(axis, session, nowMs);
  const { data, error, isPending, isPlaceholderData } = useQuery({
    queryKey: ["trends", clinic, session.id, fromMs, toMs],
    queryFn: ({ signal }) => api.trends(clinic, session.id, fromMs, Math.min(toMs, store.clock.now()), signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    // What a device sends again closes gaps behind the live part.
    refetchInterval: 60_000,
  });
  return { stored: data, isReading: isPending || isPlaceholderData, live: live.current.points, error };
}
