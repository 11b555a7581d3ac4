import { useQuery } from "@tanstack/react-query";
import { clinicPath, getJson, sessionPath } from "../session/api";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import type { Associations, Preview, SessionLine, Whose } from "./contract";

export function useAssociations(session: string) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["associations", clinic, session],
    queryFn: ({ signal }) => getJson<Associations>(`${sessionPath(clinic, session)}/associations`, signal),
    retry: retryUnreachable,
    // A correction takes seconds, and says when it is done.
    refetchInterval: ({ state }) => (state.data?.corrections.some((each) => !each.done) ? 1_000 : 15_000),
  });
}

/** The newest sessions, open and closed. */
export function useSessionLines() {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["sessions", clinic],
    queryFn: ({ signal }) => getJson<SessionLine[]>(`${clinicPath(clinic)}/sessions`, signal),
    retry: retryUnreachable,
    refetchInterval: 30_000,
  });
}

/** What a correction would move. Asked for when there is something to ask. */
export function usePreview(whose: Whose | null) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["correction-preview", clinic, whose],
    queryFn: ({ signal }) => {
      const said = Object.entries(whose ?? {}).filter(([, value]) => value !== null) as [string, string][];
      return getJson<Preview>(`${clinicPath(clinic)}/associations/preview?${new URLSearchParams(said)}`, signal);
    },
    enabled: whose !== null,
    retry: retryUnreachable,
    staleTime: 0,
  });
}
