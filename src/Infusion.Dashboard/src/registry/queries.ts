import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useClock } from "../live/LiveContext";
import { clinicPath, getJson, postJson, putJson } from "../session/api";
import { newCommandId } from "../session/commandId";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import type { Credential, Identity, Issued, RegistryAnswer } from "./contract";

const every = 3_000;

export function useRegistry() {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  const queryKey = ["registry", clinic];
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => getJson<RegistryAnswer>(`${clinicPath(clinic)}/devices/registry`, signal),
    // Once there is a list, the next look comes anyway and a failed one is said at once.
    retry: (count, error) => queries.getQueryData(queryKey) === undefined && retryUnreachable(count, error),
    retryDelay: every,
    // Before there is one, what failed stays to be read, and is asked for again by a person.
    refetchInterval: ({ state }) => (state.data === undefined && state.status === "error" ? false : every),
  });
}

/** An answer that is older than this says nothing of now. */
const currentForMs = 10_000;

/** The devices as they are heard, drawn anew each second; the answer is aged by this machine's own clock, whatever that shows. */
export function useHeard() {
  const query = useRegistry();
  const { data, error, dataUpdatedAt } = query;
  useClock((nowMs) => Math.floor(nowMs / 1000));
  const ageMs = Date.now() - dataUpdatedAt;
  const isCurrent = data !== undefined && ageMs < currentForMs;
  return {
    query,
    data,
    error,
    dataUpdatedAt,
    isCurrent,
    /** The clinic's time now; null: what is known is old. */
    atMs: isCurrent ? Date.parse(data.at) + ageMs : null,
  };
}

export function useCredentials(enabled: boolean) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["device-credentials", clinic],
    queryFn: ({ signal }) => getJson<Credential[]>(`${clinicPath(clinic)}/device-credentials`, signal),
    retry: retryUnreachable,
    refetchInterval: 15_000,
    enabled,
  });
}

/** What is done to devices and credentials; both lists are read anew after it. */
export function useRegistryAct<T, R = unknown>(act: (base: string, what: T) => Promise<R>) {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (what: T) => act(clinicPath(clinic), what),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["registry", clinic] }),
        queries.invalidateQueries({ queryKey: ["device-credentials", clinic] }),
        queries.invalidateQueries({ queryKey: ["devices", clinic] }),
        queries.invalidateQueries({ queryKey: ["setup", clinic] }),
      ]),
  });
}

const device = (base: string, name: string, rest = "") => `${base}/devices/${encodeURIComponent(name)}${rest}`;
const credential = (base: string, name: string, rest: string) =>
  `${base}/device-credentials/${encodeURIComponent(name)}${rest}`;

export interface Placed {
  device: string;
  kind: string;
  homeChair: string;
}

export const registry = {
  accept: (base: string, { device: name, ...placed }: Placed) =>
    postJson(device(base, name, "/accept"), { commandId: newCommandId(), ...placed }),
  edit: (base: string, { device: name, ...said }: Placed & Identity) =>
    putJson(device(base, name), { commandId: newCommandId(), ...said }),
  putAside: (base: string, { device: name, how }: { device: string; how: "refuse" | "retire" }) =>
    postJson(device(base, name, `/${how}`), { commandId: newCommandId() }),
  issue: async (base: string, request: Record<string, unknown>): Promise<Issued> =>
    (await postJson(`${base}/device-credentials`, request)).json(),
  replace: async (
    base: string,
    { username, ...body }: { username: string; overlapHours: number; certificate: string },
  ) => (await postJson(credential(base, username, "/replace"), body)).json() as Promise<Issued>,
  cover: (base: string, { username, devices }: { username: string; devices: string[] }) =>
    putJson(credential(base, username, "/devices"), { devices }),
  revoke: (base: string, username: string) => postJson(credential(base, username, "/revoke"), {}),
};
