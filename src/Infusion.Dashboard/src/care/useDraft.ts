import { useRef, useState } from "react";
import { drafts, type Fields } from "../session/drafts";
import { useSignedIn } from "../session/SessionContext";

/** The fields of a form, by name; an absent one is "". They go when the server has taken them and not before, also over a reload. */
export function useDraft(key: string) {
  const { name: who } = useSignedIn().me;
  const [fields, setFields] = useState<Fields>(() => drafts.of(who, key));
  // Two fields that are set in one go must not undo each other.
  const latest = useRef(fields);
  const write = (next: Fields) => {
    latest.current = next;
    drafts.keep(who, key, next);
    setFields(next);
  };
  return {
    of: (name: string): string => fields[name] ?? "",
    set: (name: string, text: string) => write({ ...latest.current, [name]: text }),
    clear: () => write({}),
  };
}

/** "36,6" and "36.6" are numbers, "" is none. */
export function numberOf(text: string): number | undefined {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || Number.isNaN(value) ? undefined : value;
}
