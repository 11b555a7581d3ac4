import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { clinicPath, getJson, postJson, sessionPath } from "../session/api";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import type { ChartKey, ChartList, Difference, SignOff } from "./contract";

export const chartPath = (clinic: string, session: string, rest: string) =>
  `${sessionPath(clinic, session)}/chart/${rest}`;

export function useCharts() {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["charts", clinic],
    queryFn: ({ signal }) => getJson<ChartList>(`${clinicPath(clinic)}/charts`, signal),
    retry: retryUnreachable,
    refetchInterval: 30_000,
  });
}

export function useSignOff(session: string) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["sign-off", clinic, session],
    queryFn: ({ signal }) => getJson<SignOff>(chartPath(clinic, session, "sign-off"), signal),
    retry: retryUnreachable,
  });
}

/** @param to 0: the chart as it is now. */
export function useDifference(session: string, from: number, to: number, isOpen: boolean) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["chart-difference", clinic, session, from, to],
    queryFn: ({ signal }) =>
      getJson<Difference>(chartPath(clinic, session, `versions/${from}/difference/${to}`), signal),
    enabled: isOpen,
    retry: retryUnreachable,
    // A sealed version stays as it is.
    staleTime: to === 0 ? 0 : Number.POSITIVE_INFINITY,
  });
}

/** Asks something of a chart, at once: a password waits in no list. Afterwards the chart is read anew, also after a refusal. */
export function useChartCommand<T>(session: string, path: string) {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: T) => {
      await postJson(chartPath(clinic, session, path), body);
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["sign-off", clinic, session] }),
        queries.invalidateQueries({ queryKey: ["charts", clinic] }),
      ]),
  });
}

export function useChartKeys() {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["chart-keys", clinic],
    queryFn: ({ signal }) => getJson<ChartKey[]>(`${clinicPath(clinic)}/chart-keys`, signal),
    retry: retryUnreachable,
  });
}

/** @param path "" makes a key; "/{fingerprint}/revoke" revokes one. */
export function useKeyCommand<T>(path: string) {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: T) => {
      await postJson(`${clinicPath(clinic)}/chart-keys${path}`, body);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["chart-keys", clinic] }),
  });
}
