import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { library } from "../library/api";
import { getJson, sessionPath } from "../session/api";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import type { Minutes } from "./contract";

/** Scales and limits in the server's own words. */
export function useVocabulary() {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: [t`protocol vocabulary`, clinic],
    queryFn: ({ signal }) => library.vocabulary(clinic, signal),
    retry: retryUnreachable,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Read again with each change of phase. */
export function useMinutes(session: string, phase: string) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["minutes", clinic, session, phase],
    queryFn: ({ signal }) => getJson<Minutes>(`${sessionPath(clinic, session)}/minutes`, signal),
    refetchInterval: 15_000,
  });
}
