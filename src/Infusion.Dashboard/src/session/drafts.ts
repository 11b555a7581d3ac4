/** What is typed and not yet charted: one form's fields by name. */
export type Fields = Readonly<Record<string, string>>;

/** Longer than a shift nobody comes back to a sentence; what is older is dropped unseen. */
export const keptMs = 12 * 3_600_000;

const storageKey = "infusion.drafts";

interface Kept {
  who: string;
  forms: Record<string, { atMs: number; fields: Fields }>;
}

/** Beside what the tab keeps, for a browser that keeps nothing. */
let kept: Kept | null = null;

function read(): Kept | null {
  try {
    const text = sessionStorage.getItem(storageKey);
    return text === null ? kept : (JSON.parse(text) as Kept);
  } catch {
    return kept;
  }
}

function write(next: Kept | null): void {
  kept = next;
  try {
    if (next === null) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // What is kept here lasts until the page is left.
  }
}

/**
 * Drafts live in this tab alone and outlive a reload. They belong to one person: whoever else signs in finds none, and with them those
 * of the one before are gone. A sign-out on purpose ends them; one that the server made does not, since the same person comes back.
 */
export const drafts = {
  of(who: string, form: string): Fields {
    const all = read();
    const found = all?.who === who ? all.forms[form] : undefined;
    return found && Date.now() - found.atMs < keptMs ? found.fields : {};
  },
  keep(who: string, form: string, fields: Fields): void {
    const all = read();
    const forms = all?.who === who ? { ...all.forms } : {};
    if (Object.values(fields).every((text) => text === "")) delete forms[form];
    else forms[form] = { atMs: Date.now(), fields };
    write(Object.keys(forms).length === 0 ? null : { who, forms });
  },
  /** Whoever is here now has come: nothing of anybody else stays. */
  belongTo(who: string): void {
    const all = read();
    if (all !== null && all.who !== who) write(null);
  },
  forget: (): void => write(null),
};
