import { clinicPath, deleteAt, getJson, postJson, putJson } from "../session/api";
import type { Displays, NewDisplay, WallDisplay } from "./contract";

export const wall = {
  me: (signal?: AbortSignal) => getJson<WallDisplay>("/api/wall", signal),
  initials: (signal?: AbortSignal) => getJson<Record<string, string>>("/api/wall/initials", signal),
  enrol: (secret: string) => postJson("/api/wall/enrol", { secret }),
};

const at = (clinic: string) => `${clinicPath(clinic)}/displays`;

export const displays = {
  list: (clinic: string, signal?: AbortSignal) => getJson<Displays>(at(clinic), signal),
  make: async (clinic: string, name: string) => (await (await postJson(at(clinic), { name })).json()) as NewDisplay,
  revoke: (clinic: string, id: string) => deleteAt(`${at(clinic)}/${encodeURIComponent(id)}`),
  showInitials: (clinic: string, showsInitials: boolean) => putJson(`${at(clinic)}/setting`, { showsInitials }),
};
