const planners = ["nurse", "charge_nurse", "physician", "manager"];

type Roles = readonly string[];

/** Infusions, offers and talk therapy of everybody. */
export const mayPlan = (roles: Roles): boolean => roles.some((role) => planners.includes(role));

export const seesBoard = mayPlan;

export const isPhysician = (roles: Roles): boolean => roles.includes("physician");

export const isTherapist = (roles: Roles): boolean => roles.includes("therapist");

/** Reads their own appointments and the hand-off, and keeps away from sessions, charts and the live board. */
export const isTherapistAlone = (roles: Roles): boolean =>
  isTherapist(roles) && roles.every((role) => role === "therapist");

/** What the navigation shows to somebody who is a therapist and nothing else, and all that opens. */
export const pagesOfTherapists: readonly string[] = ["/therapy", "/calendar"];

/** Everybody else works without the live board. */
export const watchesBoard = mayPlan;
