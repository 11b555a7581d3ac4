import { clinicPath, getJson, postJson } from "../session/api";
import type { Difference, Fault, ProtocolVersion, ProtocolView, Vocabulary } from "./contract";

const path = (clinic: string, rest = "") => `${clinicPath(clinic)}/protocols${rest}`;
const versionPath = (clinic: string, id: string, version: number) =>
  path(clinic, `/${encodeURIComponent(id)}/versions/${version}`);

export interface Submission {
  commandId: string;
  /** 0: a new protocol. */
  basedOn: number;
  reason: string;
  protocol: unknown;
}

export const library = {
  newest: (clinic: string, signal: AbortSignal) => getJson<ProtocolView[]>(path(clinic), signal),
  vocabulary: (clinic: string, signal: AbortSignal) => getJson<Vocabulary>(path(clinic, "/vocabulary"), signal),
  history: (clinic: string, id: string, signal: AbortSignal) =>
    getJson<ProtocolVersion[]>(path(clinic, `/${encodeURIComponent(id)}/versions`), signal),
  version: (clinic: string, id: string, version: number, signal: AbortSignal) =>
    getJson<ProtocolView>(versionPath(clinic, id, version), signal),
  differences: (clinic: string, id: string, version: number, signal: AbortSignal) =>
    getJson<Difference[]>(`${versionPath(clinic, id, version)}/differences`, signal),
  check: async (clinic: string, protocol: unknown): Promise<Fault[]> =>
    ((await (await postJson(path(clinic, "/validate"), { protocol })).json()) as { faults: Fault[] }).faults,
  add: async (clinic: string, submission: Submission): Promise<ProtocolVersion> =>
    (await (await postJson(path(clinic), submission)).json()) as ProtocolVersion,
  approve: async (clinic: string, id: string, version: number, commandId: string, password: string): Promise<void> => {
    await postJson(`${versionPath(clinic, id, version)}/approval`, { commandId, password });
  },
};
