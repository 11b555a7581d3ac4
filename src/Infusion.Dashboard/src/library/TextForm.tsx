import { t } from "@lingui/core/macro";
import { useState } from "react";
import type { Protocol } from "./contract";

/** The whole protocol as text, for lines to add. */
export function TextForm({ draft, take }: { draft: Protocol; take: (protocol: Protocol) => void }) {
  const [text, setText] = useState(() => JSON.stringify(draft, null, 2));
  const [unread, setUnread] = useState<string | null>(null);
  const read = () => {
    try {
      const protocol: unknown = JSON.parse(text);
      if (typeof protocol !== "object" || protocol === null || Array.isArray(protocol))
        throw new Error("an object is expected");
      take(protocol as Protocol);
    } catch (error) {
      setUnread(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section className="panel lib-text" aria-labelledby="text-title">
      <h2 id="text-title">{t`The whole protocol as text`}</h2>
      <p className="note">
        {t`Everything can be changed here, lines added too. Times are hours:minutes:seconds. Version and approval are not taken from here.`}
      </p>
      <textarea
        aria-labelledby="text-title"
        spellCheck={false}
        rows={28}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {unread && (
        <p className="fault" role="alert">
          {t`This is no JSON: ${unread}`}
        </p>
      )}
      <div className="lib-actions">
        <button type="button" className="btn btn--tall" onClick={read}>
          {t`Take this text`}
        </button>
      </div>
    </section>
  );
}
