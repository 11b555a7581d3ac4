import { clinicPath, getJson, postJson } from "../session/api";
import type {
  Answer,
  Instrument,
  InstrumentId,
  Outcomes,
  SafetyTask,
  Score,
  Tablet,
  TabletLink,
  TabletThanks,
} from "./contract";

const patientPath = (clinic: string, patient: string) =>
  `${clinicPath(clinic)}/patients/${encodeURIComponent(patient)}`;
const tabletPath = (clinic: string, token: string) =>
  `/api/tablet/${encodeURIComponent(clinic)}/${encodeURIComponent(token)}`;

async function posted<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return (await (await postJson(path, body, signal)).json()) as T;
}

export const outcomes = {
  instruments: (clinic: string, signal?: AbortSignal) =>
    getJson<Instrument[]>(`${clinicPath(clinic)}/instruments`, signal),
  score: (clinic: string, instrument: InstrumentId, items: Answer[], signal?: AbortSignal) =>
    posted<Score>(`${clinicPath(clinic)}/assessments/score`, { instrument, items }, signal),
  /** Since: the day up to which the baseline is looked for; "": that of the first infusion. */
  of: (clinic: string, patient: string, since: string, signal?: AbortSignal) =>
    getJson<Outcomes>(`${patientPath(clinic, patient)}/outcomes${since ? `?since=${since}` : ""}`, signal),
  record: async (
    clinic: string,
    patient: string,
    entry: { commandId: string; instrument: InstrumentId; items: Answer[]; on: string | null },
  ): Promise<void> => {
    await postJson(`${patientPath(clinic, patient)}/assessments`, entry);
  },
  withdraw: async (clinic: string, patient: string, assessment: string, commandId: string, reason: string) => {
    await postJson(`${patientPath(clinic, patient)}/assessments/${encodeURIComponent(assessment)}/withdraw`, {
      commandId,
      reason,
    });
  },
  makeLink: (clinic: string, patient: string, commandId: string, instruments: InstrumentId[], minutes: number) =>
    posted<TabletLink>(`${patientPath(clinic, patient)}/tablet-links`, { commandId, instruments, minutes }),
  safetyTasks: (clinic: string, signal?: AbortSignal) =>
    getJson<SafetyTask[]>(`${clinicPath(clinic)}/safety-tasks`, signal),
  answer: async (clinic: string, assessment: string, commandId: string, text: string): Promise<void> => {
    await postJson(`${clinicPath(clinic)}/safety-tasks/${encodeURIComponent(assessment)}/answer`, { commandId, text });
  },
  tablet: (clinic: string, token: string, signal?: AbortSignal) => getJson<Tablet>(tabletPath(clinic, token), signal),
  handIn: (
    clinic: string,
    token: string,
    commandId: string,
    answers: { instrument: InstrumentId; items: Answer[] }[],
  ) => posted<TabletThanks>(tabletPath(clinic, token), { commandId, answers }),
};
