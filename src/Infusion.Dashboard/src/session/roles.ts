import { t } from "@lingui/core/macro";

const planners = ["nurse", "charge_nurse", "physician", "manager"];

type Roles = readonly string[];

const roleWords: Record<string, string> = {
  nurse: t`nurse`,
  charge_nurse: t`charge nurse`,
  physician: t`physician`,
  therapist: t`therapist`,
  manager: t`manager`,
  integrator: t`integrator`,
  auditor: t`auditor`,
};

export const roleWord = (role: string): string => roleWords[role] ?? role.replaceAll("_", " ");

export const roleList = (roles: Roles): string => roles.map(roleWord).join(", ");

/** Infusions, offers and talk therapy of everybody. */
export const mayPlan = (roles: Roles): boolean => roles.some((role) => planners.includes(role));

/** Everybody else works without the live board. */
export const seesBoard = mayPlan;

export const isPhysician = (roles: Roles): boolean => roles.includes("physician");

export const isTherapist = (roles: Roles): boolean => roles.includes("therapist");

/** Reads their own appointments and the hand-off, and keeps away from sessions, charts and the live board. */
export const isTherapistAlone = (roles: Roles): boolean =>
  isTherapist(roles) && roles.every((role) => role === "therapist");

/** Connects devices and sees no patient: no board, and no chart. */
const isIntegratorAlone = (roles: Roles): boolean =>
  roles.includes("integrator") && roles.every((role) => role === "integrator");

/** What opens to somebody who does not see the live board, the first one first; null: they see it, and every page. */
export const pagesWithoutBoard = (roles: Roles): readonly [string, ...string[]] | null =>
  isTherapistAlone(roles) ? ["/therapy", "/calendar"] : isIntegratorAlone(roles) ? ["/devices", "/clients"] : null;
