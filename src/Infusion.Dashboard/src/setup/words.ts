import { t } from "@lingui/core/macro";
import type { Credential, RegistryDevice } from "../registry/contract";
import { language } from "../texts";
import type { SetupPart, SetupStanding, SetupStep } from "./contract";

export const partTitles: Record<SetupPart, string> = {
  clinic: t`The clinic`,
  people: t`People`,
  protocol: t`Protocol`,
  chairs: t`Chairs`,
  devices: t`Devices`,
  first_session: t`First live chair`,
};

export const standingWords: Record<SetupStanding, string> = { done: t`done`, begun: t`begun`, missing: t`missing` };

/** How the next step is offered from one that stands so. */
export const onward: Record<SetupStanding, string> = { done: t`Next`, begun: t`Go on`, missing: t`Go on without` };

const somebody: Record<string, string> = {
  nurse: t`a nurse`,
  charge_nurse: t`a charge nurse`,
  physician: t`a physician`,
  therapist: t`a therapist`,
  manager: t`a manager`,
  integrator: t`an integrator`,
  auditor: t`an auditor`,
};

const oneOf = (roles: readonly string[]): string =>
  new Intl.ListFormat(language.formats, { type: "disjunction" }).format(roles.map((role) => somebody[role] ?? role));

/** Who can do what lacks, by name where there is somebody. */
export function whoCan({ roles, people }: SetupStep): string {
  const by = oneOf(roles);
  return people.length === 0
    ? t`This takes ${by}; nobody who may sign in is one.`
    : t`This takes ${by}: ${people.join(", ")}.`;
}

/** The first part that is not done; all done: the last. */
export const nextPart = (steps: readonly SetupStep[]): SetupPart =>
  steps.find(({ standing }) => standing === "missing")?.part ??
  steps.find(({ standing }) => standing === "begun")?.part ??
  "first_session";

/** What to look at when a device is not heard, from how far it came. */
export function whySilent(device: RegistryDevice, credentials: readonly Credential[] | undefined): string {
  const own = credentials?.filter(({ username }) => device.credentials.includes(username)) ?? [];
  if (device.credentials.length === 0)
    return t`No credential lets it speak: make one for it, or let a gateway name it.`;
  if (own.length === 0) return "";
  if (own.some(({ connections }) => connections > 0))
    return t`It is signed in and its messages do not come: look at its topic, and at the trace for what was refused.`;
  if (own.some(({ keys }) => keys.some(({ firstUsedAt }) => firstUsedAt !== null)))
    return t`It was signed in before and is not now: look at its power and its network.`;
  return t`Its credential was never used: look at address, port, user name and secret in the device.`;
}

/** "monitor-a1": a name as topics have it. */
export const suggestedName = (kind: string, chair: string): string =>
  [kind, chair.toLowerCase().replace(/[^a-z0-9]+/g, "-")].filter((part) => part !== "").join("-");
