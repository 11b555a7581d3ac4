import { clinicPath, deleteAt, getJson, postJson, putJson } from "../session/api";

export interface Member {
  id: string;
  name: string;
  displayName: string;
  roles: string[];
  clinics: string[];
  state: "invited" | "active" | "deactivated";
  lastSeenAt: string | null;
  lockedUntil: string | null;
  linkExpiresAt: string | null;
  hasSecondFactor: boolean;
  passkeys: number;
  isOneself: boolean;
}

export interface NewLink {
  path: string;
  expiresAt: string;
}

export const roles = ["nurse", "charge_nurse", "physician", "therapist", "manager", "auditor", "integrator"];

const at = (clinic: string, person: string) => `${clinicPath(clinic)}/staff/${encodeURIComponent(person)}`;
const linkOf = async (answer: Promise<Response>): Promise<NewLink> => (await (await answer).json()) as NewLink;

export const people = {
  list: (clinic: string, signal?: AbortSignal) => getJson<Member[]>(`${clinicPath(clinic)}/staff`, signal),
  invite: (clinic: string, name: string, displayName: string, given: string[]) =>
    linkOf(postJson(`${clinicPath(clinic)}/staff`, { name, displayName, roles: given })),
  link: (clinic: string, person: string, everything: boolean) =>
    linkOf(postJson(`${at(clinic, person)}/link`, { everything })),
  withdraw: (clinic: string, person: string) => deleteAt(`${at(clinic, person)}/link`),
  setRoles: (clinic: string, person: string, given: string[]) =>
    putJson(`${at(clinic, person)}/roles`, { roles: given }),
  setActive: (clinic: string, person: string, isActive: boolean) =>
    postJson(`${at(clinic, person)}/${isActive ? "reactivate" : "deactivate"}`, {}),
  idleLock: (clinic: string, signal?: AbortSignal) =>
    getJson<{ minutes: number }>(`${clinicPath(clinic)}/idle-lock`, signal),
  setIdleLock: (clinic: string, minutes: number) => putJson(`${clinicPath(clinic)}/idle-lock`, { minutes }),
};
