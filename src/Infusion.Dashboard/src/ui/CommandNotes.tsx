import { t } from "@lingui/core/macro";
import { memo } from "react";
import type { Posted } from "../session/outbox";
import { usePosted, useSignedIn } from "../session/SessionContext";
import { commandWords } from "./commandWords";
import { Icon } from "./Icon";

/** Commands that are not charted yet, and those that were refused, each by name. */
export const CommandNotes = memo(function CommandNotes({ session }: { session: string }) {
  const { outbox } = useSignedIn();
  const posted = usePosted(session);
  if (posted.length === 0) return null;
  return (
    <ul className="command-notes" aria-live="polite">
      {posted.map((p) => (
        <li key={p.commandId} className={p.outcome.kind === "refused" ? "is-refused" : ""}>
          <Icon name={p.outcome.kind === "refused" ? "close" : "unsaved"} />
          <span>
            <b>{commandWords[p.command.type]}:</b> {state(p)}
          </span>
          {p.outcome.kind === "refused" && (
            <button type="button" className="btn" onClick={() => outbox.dismiss(p.commandId)}>
              {t`Close`}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
});

function state({ outcome }: Posted): string {
  switch (outcome.kind) {
    case "refused":
      return t`not done. ${outcome.reason}`;
    case "taken":
      return t`done, not charted yet`;
    case "sending":
      return outcome.tries === 0
        ? t`sending, not charted`
        : t`no answer, sending again (try ${outcome.tries + 1}), not charted`;
  }
}
