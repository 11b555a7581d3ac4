import { useState } from "react";

/** What is typed and not yet charted, kept while the dashboard is open. Never stored: it is about a patient. */
const drafts = new Map<string, Record<string, string>>();

/** The fields of a form, by name; an absent one is "". They go when the server has taken them and not before. */
export function useDraft(key: string) {
  const [fields, setFields] = useState<Record<string, string>>(() => drafts.get(key) ?? {});
  const write = (next: Record<string, string>) => {
    drafts.set(key, next);
    setFields(next);
  };
  return {
    of: (name: string): string => fields[name] ?? "",
    set: (name: string, text: string) => write({ ...(drafts.get(key) ?? {}), [name]: text }),
    clear: () => write({}),
  };
}

/** "36,6" and "36.6" are numbers, "" is none. */
export function numberOf(text: string): number | undefined {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || Number.isNaN(value) ? undefined : value;
}
