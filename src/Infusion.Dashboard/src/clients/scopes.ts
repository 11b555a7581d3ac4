const categories = "http://terminology.hl7.org/CodeSystem/observation-category";

/** Parts of a type that an EHR commonly wants alone. */
export const narrowings = [
  { type: "Observation", query: `category=${categories}|vital-signs`, words: "Observation: vital signs only" },
  { type: "Observation", query: `category=${categories}|survey`, words: "Observation: questionnaires only" },
];

export const scopeOf = (type: string, query?: string): string =>
  `system/${type}.rs${query === undefined ? "" : `?${query}`}`;

/** What is asked for: nothing beside everything. */
export const asked = (picked: string[]): string[] => (picked.includes(scopeOf("*")) ? [scopeOf("*")] : picked);
