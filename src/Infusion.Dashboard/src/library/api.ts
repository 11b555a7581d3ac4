import { clinicPath, getJson, postJson } from "../session/api";
import type { Check, Difference, ProtocolVersion, ProtocolView, Sample, Vocabulary } from "./contract";

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
  samples: (clinic: string, signal: AbortSignal) => getJson<Sample[]>(path(clinic, "/samples"), signal),
  takeSample: async (clinic: string, id: string, commandId: string): Promise<void> => {
    await postJson(path(clinic, `/samples/${encodeURIComponent(id)}`), { commandId });
  },
  history: (clinic: string, id: string, signal: AbortSignal) =>
    getJson<ProtocolVersion[]>(path(clinic, `/${encodeURIComponent(id)}/versions`), signal),
  version: (clinic: string, id: string, version: number, signal: AbortSignal) =>
    getJson<ProtocolView>(versionPath(clinic, id, version), signal),
  differences: (clinic: string, id: string, version: number, signal: AbortSignal) =>
    getJson<Difference[]>(`${versionPath(clinic, id, version)}/differences`, signal),
  check: async (clinic: string, protocol: unknown, signal: AbortSignal): Promise<Check> =>
    (await (await postJson(path(clinic, "/validate"), { protocol }, signal)).json()) as Check,
  add: async (clinic: string, submission: Submission): Promise<ProtocolVersion> =>
    (await (await postJson(path(clinic), submission)).json()) as ProtocolVersion,
  approve: async (clinic: string, id: string, version: number, commandId: string, password: string): Promise<void> => {
    await postJson(`${versionPath(clinic, id, version)}/approval`, { commandId, password });
  },
};
