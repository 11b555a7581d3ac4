/** A choice that this browser keeps; null: none, or it keeps nothing. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** A browser that stores nothing keeps the choice until the page is closed. */
export function store(key: string, choice: string): void {
  try {
    localStorage.setItem(key, choice);
  } catch {
    // See above.
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // See above.
  }
}
