import { askJson, clinicPath, getJson, postFile, postJson } from "../session/api";
import { newCommandId } from "../session/commandId";
import type { EhrMatches, ImportLine, ImportPreview, ImportResult, PatientPage, PatientRecord } from "./contract";

export const patients = {
  // What is searched for stands in no address.
  find: (clinic: string, words: string, birthDate: string, page: number, signal?: AbortSignal) =>
    askJson<PatientPage>(
      `${clinicPath(clinic)}/patients/search`,
      { find: words, birthDate: birthDate || null, page },
      signal,
    ),
  record: (clinic: string, id: string, signal?: AbortSignal) =>
    getJson<PatientRecord>(`${clinicPath(clinic)}/patients/${encodeURIComponent(id)}/record`, signal),
  /** A version of 0 is a new patient. */
  write: async (clinic: string, record: PatientRecord, isNew: boolean, distinct: string[]): Promise<PatientRecord> => {
    const { id, version, writtenAt: _at, writtenBy: _by, history: _history, ...fields } = record;
    const body = { ...fields, commandId: newCommandId(), patient: id, expected: isNew ? null : version, distinct };
    return (await (await postJson(`${clinicPath(clinic)}/patients`, body)).json()) as PatientRecord;
  },
  previewImport: async (clinic: string, file: Blob): Promise<ImportPreview> =>
    (await (await postFile(`${clinicPath(clinic)}/patients/import/preview`, file, "text/csv")).json()) as ImportPreview,
  import: async (clinic: string, lines: ImportLine[]): Promise<ImportResult> => {
    const body = { lines: lines.map(({ number, patient }) => ({ number, patient })) };
    return (await (await postJson(`${clinicPath(clinic)}/patients/import`, body)).json()) as ImportResult;
  },
  ehrHost: async (clinic: string, signal?: AbortSignal): Promise<string | null> =>
    (await getJson<{ host: string | null }>(`${clinicPath(clinic)}/patients/ehr/status`, signal)).host,
  searchEhr: (clinic: string, wanted: Record<string, string>) =>
    askJson<EhrMatches>(`${clinicPath(clinic)}/patients/ehr/search`, wanted),
  takeFromEhr: async (clinic: string, ehrId: string, patient: string, distinct: string[]): Promise<PatientRecord> => {
    const body = { commandId: newCommandId(), patient, distinct };
    const path = `${clinicPath(clinic)}/patients/ehr/${encodeURIComponent(ehrId)}`;
    return (await (await postJson(path, body)).json()) as PatientRecord;
  },
};
