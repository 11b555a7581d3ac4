import type { Credential, RegistryDevice } from "../registry/contract";
import type { SetupPart, SetupStanding, SetupStep } from "./contract";

export const partTitles: Record<SetupPart, string> = {
  clinic: "The clinic",
  people: "People",
  protocol: "Protocol",
  chairs: "Chairs",
  devices: "Devices",
  first_session: "First live chair",
};

export const standingWords: Record<SetupStanding, string> = { done: "done", begun: "begun", missing: "missing" };

/** How the next step is offered from one that stands so. */
export const onward: Record<SetupStanding, string> = { done: "Next", begun: "Go on", missing: "Go on without" };

const roleWords = (roles: readonly string[]): string =>
  roles
    .map((role) => `${/^[ai]/.test(role) ? "an" : "a"} ${role.replaceAll("_", " ")}`)
    .join(", ")
    .replace(/, ([^,]+)$/, " or $1");

/** Who can do what lacks, by name where there is somebody. */
export function whoCan({ roles, people }: SetupStep): string {
  const by = roleWords(roles);
  return people.length === 0
    ? `This takes ${by}; nobody who may sign in is one.`
    : `This takes ${by}: ${people.join(", ")}.`;
}

/** The first part that is not done; all done: the last. */
export const nextPart = (steps: readonly SetupStep[]): SetupPart =>
  steps.find(({ standing }) => standing === "missing")?.part ??
  steps.find(({ standing }) => standing === "begun")?.part ??
  "first_session";

/** What to look at when a device is not heard, from how far it came. */
export function whySilent(device: RegistryDevice, credentials: readonly Credential[] | undefined): string {
  const own = credentials?.filter(({ username }) => device.credentials.includes(username)) ?? [];
  if (device.credentials.length === 0) return "No credential lets it speak: make one for it, or let a gateway name it.";
  if (own.length === 0) return "";
  if (own.some(({ connections }) => connections > 0))
    return "It is signed in and its messages do not come: look at its topic, and at the trace for what was refused.";
  if (own.some(({ keys }) => keys.some(({ firstUsedAt }) => firstUsedAt !== null)))
    return "It was signed in before and is not now: look at its power and its network.";
  return "Its credential was never used: look at address, port, user name and secret in the device.";
}

/** "monitor-a1": a name as topics have it. */
export const suggestedName = (kind: string, chair: string): string =>
  [kind, chair.toLowerCase().replace(/[^a-z0-9]+/g, "-")].filter((part) => part !== "").join("-");
