import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { clinicPath, getJson, postJson } from "../session/api";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import type { ClientKey, Clients, EhrClient, KeySource } from "./contract";

export function useClients() {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["ehr-clients", clinic],
    queryFn: ({ signal }) => getJson<Clients>(`${clinicPath(clinic)}/clients`, signal),
    retry: retryUnreachable,
    refetchInterval: 30_000,
  });
}

/** @param path "" registers; "/{id}/keys", "/{id}/scopes" and "/{id}/revoke" change. */
export function useClientCommand<T>(path: string) {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: T) =>
      (await (await postJson(`${clinicPath(clinic)}/clients${path}`, body)).json()) as EhrClient,
    onSettled: () => queries.invalidateQueries({ queryKey: ["ehr-clients", clinic] }),
  });
}

export function useKeyTest() {
  const { clinic } = useSignedIn();
  return useMutation({
    mutationFn: async (source: KeySource) =>
      ((await (await postJson(`${clinicPath(clinic)}/clients/keys/test`, source)).json()) as { keys: ClientKey[] })
        .keys,
  });
}
