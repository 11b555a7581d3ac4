import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLiveStore } from "../live/LiveContext";
import { clinicPath, getJson } from "../session/api";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { instantsOf, lastDays, type WallPeriod } from "../ui/Period";

export const lastMonth = (nowMs: number, timeZone: string) => lastDays(30, nowMs, timeZone);

/**
 * A report of the clinic over a stretch of time that somebody chooses; while the next one is made, the last one stays.
 * @param name As the server's path has it.
 * @param first What is looked at before anything is chosen.
 */
export function usePeriodReport<T>(
  name: string,
  timeZone: string,
  first: (nowMs: number, timeZone: string) => WallPeriod,
) {
  const { clinic } = useSignedIn();
  const store = useLiveStore();
  const [period, setPeriod] = useState(() => first(store.ticker.nowMs, timeZone));
  const instants = instantsOf(period, timeZone);
  const query = useQuery({
    queryKey: ["report", name, clinic, instants?.from, instants?.to],
    queryFn: ({ signal }) => {
      const between = new URLSearchParams({ from: instants?.from ?? "", to: instants?.to ?? "" });
      return getJson<T>(`${clinicPath(clinic)}/reports/${name}?${between}`, signal);
    },
    enabled: instants !== null,
    placeholderData: keepPreviousData,
    retry: retryUnreachable,
  });
  return { period, setPeriod, query };
}
