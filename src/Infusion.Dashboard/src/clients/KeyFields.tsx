import { t } from "@lingui/core/macro";
import { useId, useState } from "react";
import type { ClientKey, KeySource } from "./contract";
import { useKeyTest } from "./queries";

export interface KeyDraft {
  by: "url" | "paste";
  url: string;
  text: string;
}

export const noKeys: KeyDraft = { by: "url", url: "", text: "" };

export const sourceOf = (draft: KeyDraft): KeySource =>
  draft.by === "url" ? { keysUrl: draft.url.trim() } : { jwks: draft.text.trim() };

export const hasKeys = (draft: KeyDraft): boolean => (draft.by === "url" ? draft.url : draft.text).trim() !== "";

/** Where a client's public keys come from, and what stands there now. */
export function KeyFields({ draft, set }: { draft: KeyDraft; set: (draft: KeyDraft) => void }) {
  const id = useId();
  const test = useKeyTest();
  const [tested, setTested] = useState<string | null>(null);
  const source = sourceOf(draft);
  // A result is of what was tested, not of what was typed since.
  const isCurrent = tested === JSON.stringify(source);
  return (
    <fieldset>
      <legend>{t`Public keys`}</legend>
      <label className="choice">
        <input
          type="radio"
          name={`${id}-by`}
          checked={draft.by === "url"}
          onChange={() => set({ ...draft, by: "url" })}
        />
        <span>{t`The client publishes them (JWKS URL)`}</span>
      </label>
      <label className="choice">
        <input
          type="radio"
          name={`${id}-by`}
          checked={draft.by === "paste"}
          onChange={() => set({ ...draft, by: "paste" })}
        />
        <span>{t`They are pasted here (JWKS)`}</span>
      </label>
      {draft.by === "url" ? (
        <label>
          <span>{t`Address of the keys`}</span>
          <input
            type="url"
            placeholder="https://"
            value={draft.url}
            onChange={(event) => set({ ...draft, url: event.currentTarget.value })}
          />
        </label>
      ) : (
        <label>
          <span>{t`Key set`}</span>
          <textarea
            rows={6}
            spellCheck={false}
            value={draft.text}
            onChange={(event) => set({ ...draft, text: event.currentTarget.value })}
          />
        </label>
      )}
      <button
        type="button"
        className="btn"
        disabled={!hasKeys(draft) || test.isPending}
        onClick={() => {
          setTested(JSON.stringify(source));
          test.mutate(source);
        }}
      >
        {t`Test these keys now`}
      </button>
      {isCurrent && test.error && <p role="alert">{test.error.message}</p>}
      {isCurrent && test.data && (
        <div role="status">
          <p>{t`These will do:`}</p>
          <KeyList keys={test.data} />
        </div>
      )}
    </fieldset>
  );
}

export const KeyList = ({ keys }: { keys: ClientKey[] }) => (
  <ul className="client-keys">
    {keys.map((key) => (
      <li key={key.kid}>
        {key.kind} <b>{key.kid}</b> <span className="digest">{key.thumbprint}</span>
      </li>
    ))}
  </ul>
);
