import { t } from "@lingui/core/macro";

const categories = "http://terminology.hl7.org/CodeSystem/observation-category";

/** Parts of a type that an EHR commonly wants alone. */
export const narrowings = [
  { type: "Observation", query: `category=${categories}|vital-signs`, words: t`Observation: vital signs only` },
  { type: "Observation", query: `category=${categories}|survey`, words: t`Observation: questionnaires only` },
];

export const scopeOf = (type: string, query?: string): string =>
  `system/${type}.rs${query === undefined ? "" : `?${query}`}`;

/** Who did what at the clinic. Everything does not hold it, so it is picked beside that. */
export const trail = "AuditEvent";

export const isOfTrail = (scope: string): boolean => scope.startsWith(`system/${trail}.`);

/** What is asked for: nothing beside everything but the trail. */
export const asked = (picked: string[]): string[] =>
  picked.includes(scopeOf("*")) ? picked.filter((scope) => scope === scopeOf("*") || isOfTrail(scope)) : picked;
