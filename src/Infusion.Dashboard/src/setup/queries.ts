import { useQuery } from "@tanstack/react-query";
import { clinicPath, getJson, putJson } from "../session/api";
import { newCommandId } from "../session/commandId";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import type { Connection, SetupView } from "./contract";

/** @param every Milliseconds; false: read once. */
export function useSetup(every: number | false, enabled = true) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["setup", clinic],
    queryFn: ({ signal }) => getJson<SetupView>(`${clinicPath(clinic)}/setup`, signal),
    retry: retryUnreachable,
    // Before there is anything, what failed stays to be read, and is asked for again by a person.
    refetchInterval: ({ state }) => (state.data === undefined && state.status === "error" ? false : every),
    enabled,
  });
}

export function useConnection() {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["device-connection", clinic],
    queryFn: ({ signal }) => getJson<Connection>(`${clinicPath(clinic)}/device-credentials/connection`, signal),
    retry: retryUnreachable,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const describeClinic = (clinic: string, name: string, timeZone: string) =>
  putJson(`${clinicPath(clinic)}/about`, { commandId: newCommandId(), name, timeZone });
