/** Notes not yet charted, kept while the dashboard is open: leaving the page must not lose them. Never stored: they are about a patient. */
const drafts = new Map<string, string>();

export const draftOf = (session: string): string => drafts.get(session) ?? "";

export function keepDraft(session: string, text: string): void {
  if (text === "") drafts.delete(session);
  else drafts.set(session, text);
}
