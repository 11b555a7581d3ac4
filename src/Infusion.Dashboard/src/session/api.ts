import { t } from "@lingui/core/macro";
import type { AuditFilter, AuditPage } from "../audit/contract";
import type { WhatIfChoices } from "../whatif/contract";
import type {
  AlarmHistory,
  ChartEvent,
  ClinicDevice,
  Clock,
  Colleague,
  ConcentrationCourse,
  Duty,
  DutyStep,
  Me,
  Patient,
  PushTold,
  ResubmitAnswer,
  TraceDetail,
  TracePage,
  Trends,
} from "./contract";
import { drafts } from "./drafts";
import { isOpenWhenLocked, lock } from "./lock";

/** The server answered, and refused. */
export class Refused extends Error {
  readonly status: number;
  /** The problem's own members, such as code and faults. */
  readonly problem: Readonly<Record<string, unknown>>;
  constructor(status: number, message: string, problem: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = t`Refused`;
    this.status = status;
    this.problem = problem;
  }
}

/** No answer came: the same request may be sent again. */
export class Unreachable extends Error {
  constructor() {
    super(t`The server cannot be reached.`);
    this.name = t`Unreachable`;
  }
}

/** The screen is locked: the same request may be sent again when somebody is back. */
export class Locked extends Unreachable {
  constructor() {
    super();
    this.message = t`This screen is locked.`;
    this.name = t`Locked`;
  }
}

const signedOutListeners = new Set<() => void>();

/** Called whenever the server says that nobody is signed in. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

export function saySignedOut(): void {
  for (const listener of signedOutListeners) listener();
}

async function refusal(response: Response): Promise<Refused> {
  const fallback = t`The server refused this (${response.status}).`;
  try {
    const problem = (await response.json()) as { title?: string; detail?: string };
    return new Refused(response.status, problem.detail ?? problem.title ?? fallback, problem);
  } catch {
    return new Refused(response.status, fallback);
  }
}

/** The gateway's way of saying that the server behind it is away. */
const awayStatuses = new Set([502, 503, 504]);

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  if (lock.isLocked() && !isOpenWhenLocked(path)) throw new Locked();
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable();
  }
  if (awayStatuses.has(response.status)) throw new Unreachable();
  if (response.status === 423) {
    lock.set(true);
    throw new Locked();
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

async function read<T>(answer: Promise<Response>): Promise<T> {
  try {
    return (await (await answer).json()) as T;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) saySignedOut();
    throw error;
  }
}

export const getJson = <T>(path: string, signal?: AbortSignal): Promise<T> =>
  read<T>(request(path, { signal: signal ?? null, headers: { accept: "application/json" } }));

/** A question whose words, a patient's name among them, should stand in no address. */
export const askJson = <T>(path: string, question: unknown, signal?: AbortSignal): Promise<T> =>
  read<T>(postJson(path, question, signal));

export const postJson = (path: string, body: unknown, signal?: AbortSignal): Promise<Response> =>
  request(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });

/** The body is the file itself. */
export const postFile = (path: string, file: Blob, type: string): Promise<Response> =>
  request(path, { method: "POST", headers: { "content-type": type }, body: file });

export const putJson = (path: string, body: unknown): Promise<Response> =>
  request(path, { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

export const deleteAt = (path: string): Promise<Response> => request(path, { method: "DELETE" });

export const clinicPath = (clinic: string) => `/api/clinics/${encodeURIComponent(clinic)}`;
export const sessionPath = (clinic: string, session: string) =>
  `${clinicPath(clinic)}/sessions/${encodeURIComponent(session)}`;

export const api = {
  me: (signal?: AbortSignal) => getJson<Me>("/api/me", signal),
  clock: (signal?: AbortSignal) => getJson<Clock>("/api/clock", signal),
  /** @returns Whether that was all, or a second factor is asked for. */
  signIn: async (name: string, password: string): Promise<"in" | "second-factor"> =>
    (await postJson("/api/sign-in", { name, password })).status === 202 ? "second-factor" : "in",
  secondFactor: (code: string) => postJson("/api/sign-in/second-factor", { code }),
  signInByPasskey: (credential: string) => postJson("/api/sign-in/passkey", { credential }),
  touched: () => postJson("/api/screen/touched", {}),
  lockScreen: () => postJson("/api/screen/lock", {}),
  unlock: async (password: string): Promise<void> => {
    await postJson("/api/screen/unlock", { password });
  },
  unlockByPasskey: async (credential: string): Promise<void> => {
    await postJson("/api/screen/unlock/passkey", { credential });
  },
  signOut: async (): Promise<void> => {
    drafts.forget();
    await postJson("/api/sign-out", {});
  },
  patient: (clinic: string, id: string, signal?: AbortSignal) =>
    getJson<Patient>(`${clinicPath(clinic)}/patients/${encodeURIComponent(id)}`, signal),
  devices: (clinic: string, signal?: AbortSignal) => getJson<ClinicDevice[]>(`${clinicPath(clinic)}/devices`, signal),
  trends: (clinic: string, session: string, fromMs: number, toMs: number, signal?: AbortSignal) => {
    const query = new URLSearchParams({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() });
    return getJson<Trends>(`${sessionPath(clinic, session)}/trends?${query}`, signal);
  },
  concentration: (clinic: string, session: string, rate: number | null, below: number | null, signal?: AbortSignal) => {
    const query = new URLSearchParams();
    if (rate !== null) query.set("rateMlPerHour", String(rate));
    if (below !== null) query.set("belowNgPerMl", String(below));
    return getJson<ConcentrationCourse>(`${sessionPath(clinic, session)}/concentration?${query}`, signal);
  },
  alarm: (clinic: string, session: string, alarm: string, signal?: AbortSignal) =>
    getJson<AlarmHistory>(`${sessionPath(clinic, session)}/alarms/${encodeURIComponent(alarm)}`, signal),
  pushes: (clinic: string, alarm: string, signal?: AbortSignal) =>
    getJson<PushTold[]>(`${clinicPath(clinic)}/alarms/${encodeURIComponent(alarm)}/pushes`, signal),
  people: (clinic: string, signal?: AbortSignal) => getJson<Colleague[]>(`${clinicPath(clinic)}/people`, signal),
  duty: (clinic: string, signal?: AbortSignal) => getJson<Duty>(`${clinicPath(clinic)}/duty`, signal),
  setDuty: async (clinic: string, commandId: string, chair: string | null, chain: DutyStep[]): Promise<void> => {
    await putJson(`${clinicPath(clinic)}/duty`, { commandId, chair, chain });
  },
  trace: (clinic: string, query: URLSearchParams, signal?: AbortSignal) =>
    getJson<TracePage>(`${clinicPath(clinic)}/trace?${query}`, signal),
  audit: (clinic: string, filter: AuditFilter, before: number | null, signal?: AbortSignal) =>
    askJson<AuditPage>(`${clinicPath(clinic)}/audit/search`, { ...filter, before }, signal),
  auditFile: async (clinic: string, filter: AuditFilter): Promise<Blob> =>
    (await postJson(`${clinicPath(clinic)}/audit/export`, filter)).blob(),
  traceDetail: (clinic: string, id: string, signal?: AbortSignal) =>
    getJson<TraceDetail>(`${clinicPath(clinic)}/trace/${encodeURIComponent(id)}`, signal),
  resubmit: async (clinic: string, quarantine: number): Promise<ResubmitAnswer> =>
    (await (await postJson(`${clinicPath(clinic)}/quarantine/${quarantine}/resubmit`, {})).json()) as ResubmitAnswer,
  whatIfChoices: (clinic: string, fromIso: string, toIso: string, signal?: AbortSignal) =>
    getJson<WhatIfChoices>(
      `${clinicPath(clinic)}/what-if?${new URLSearchParams({ from: fromIso, to: toIso })}`,
      signal,
    ),
  events: (clinic: string, session: string, signal?: AbortSignal) =>
    getJson<ChartEvent[]>(`${sessionPath(clinic, session)}/events`, signal),
};
