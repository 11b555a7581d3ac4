import { useQuery } from "@tanstack/react-query";
import { clinicPath, getJson, sessionPath } from "../../session/api";
import { retryUnreachable } from "../../session/queries";
import { useSignedIn } from "../../session/SessionContext";
import type { ChartDocument, SessionRow } from "./contract";

export const rereadMs = 5_000;

/** Of an open session it is read again and again; one that is closed can still change, so it is looked at now and then. */
export function useChart(session: string) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["chart", clinic, session],
    queryFn: ({ signal }) => getJson<ChartDocument>(`${sessionPath(clinic, session)}/chart`, signal),
    retry: retryUnreachable,
    refetchInterval: ({ state }) => (state.data?.status.isComplete ? 12 * rereadMs : rereadMs),
  });
}

export function useSessions() {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["sessions", clinic],
    queryFn: ({ signal }) => getJson<SessionRow[]>(`${clinicPath(clinic)}/sessions`, signal),
    retry: retryUnreachable,
    refetchInterval: 12 * rereadMs,
  });
}

export const chartPdfPath = (clinic: string, session: string): string => `${sessionPath(clinic, session)}/chart.pdf`;
