import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { newCommandId } from "../session/commandId";
import { useSignedIn } from "../session/SessionContext";
import { library } from "./api";
import type { Fault, Protocol, ProtocolVersion, ProtocolView, Vocabulary } from "./contract";
import { faultsOf, valueAt, withValue } from "./draft";
import { ProtocolSheet } from "./ProtocolSheet";

interface ProtocolEditorProps {
  /** What the new version begins as. */
  view: ProtocolView;
  vocabulary: Vocabulary;
  /** True: a protocol of its own, which takes an id of its own. */
  isCopy: boolean;
  saved: (version: ProtocolVersion) => void;
  leave: () => void;
}

export function ProtocolEditor({ view, vocabulary, isCopy, saved, leave }: ProtocolEditorProps) {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Protocol>(() => (isCopy ? { ...view.protocol, id: "" } : view.protocol));
  const [reason, setReason] = useState("");
  const [text, setText] = useState<string | null>(null);
  const [unread, setUnread] = useState<string | null>(null);
  // The fields hold what is typed; a line that goes, or another text, makes them new.
  const [edition, setEdition] = useState(0);
  // A second press must be the same command; another draft is another one.
  const [command, setCommand] = useState(newCommandId);

  const check = useMutation({ mutationFn: () => library.check(clinic, draft) });
  const save = useMutation({
    mutationFn: () =>
      library.add(clinic, {
        commandId: command,
        basedOn: isCopy ? 0 : view.about.version,
        reason: reason.trim(),
        protocol: draft,
      }),
    onSuccess: async (version) => {
      await queries.invalidateQueries({ queryKey: ["protocols", clinic] });
      saved(version);
    },
  });
  const last = save.error ?? check.error;
  const faults: Fault[] = save.error ? faultsOf(save.error) : check.error ? faultsOf(check.error) : (check.data ?? []);

  const changed = (next: Protocol) => {
    setDraft(next);
    setCommand(newCommandId());
  };
  const take = () => {
    try {
      changed(JSON.parse(text ?? "") as Protocol);
      setText(null);
      setUnread(null);
      setEdition((now) => now + 1);
    } catch (error) {
      setUnread(error instanceof Error ? error.message : String(error));
    }
  };
  const remove = (list: string, index: number) => {
    const items = valueAt(draft, list) as unknown[];
    changed(
      withValue(
        draft,
        list,
        items.filter((_, place) => place !== index),
      ),
    );
    setEdition((now) => now + 1);
    check.reset();
    save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check.reset();
    save.mutate();
  };

  return (
    <form className="lib-editor" onSubmit={submit} aria-label="New version" noValidate>
      <section className="panel lib-tools" aria-labelledby="editor-title">
        <h2 id="editor-title">
          {isCopy ? "A protocol of its own" : `Version ${view.about.version + 1} of ${view.about.name}`}
        </h2>
        {isCopy && (
          <label>
            Its id: a-z, 0-9 and hyphens; it stays through all versions
            <input
              value={draft.id}
              data-path="id"
              onChange={(event) => changed({ ...draft, id: event.currentTarget.value })}
            />
          </label>
        )}
        <label>
          Why it changes
          <input
            value={reason}
            data-path="reason"
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setCommand(newCommandId());
            }}
          />
        </label>
        <div className="lib-actions">
          <button type="submit" className="btn btn--act" disabled={save.isPending || text !== null}>
            {save.isPending ? "Saving" : "Save as a draft"}
          </button>
          <button
            type="button"
            className="btn"
            disabled={check.isPending || text !== null}
            onClick={() => {
              save.reset();
              check.mutate();
            }}
          >
            Check
          </button>
          <button
            type="button"
            className="btn"
            aria-pressed={text !== null}
            onClick={() => {
              setText(text === null ? JSON.stringify(draft, null, 2) : null);
              setUnread(null);
            }}
          >
            As text
          </button>
          <button type="button" className="btn" onClick={leave}>
            Leave without saving
          </button>
        </div>
        <div role="status">
          {check.data?.length === 0 && <p>No fault.</p>}
          {last && <p>{last.message}</p>}
          {faults.length > 0 && <FaultList faults={faults} />}
        </div>
      </section>
      {text === null ? (
        <ProtocolSheet
          key={edition}
          sheet={{
            protocol: draft,
            vocabulary,
            faults,
            change: (path, value) => changed(withValue(draft, path, value)),
          }}
          remove={remove}
        />
      ) : (
        <section className="panel lib-text" aria-labelledby="text-title">
          <h2 id="text-title">The whole protocol as text</h2>
          <p className="note">
            Everything can be changed here, lines added too. Times are hours:minutes:seconds. Version and approval are
            not taken from here.
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
              This is no JSON: {unread}
            </p>
          )}
          <div className="lib-actions">
            <button type="button" className="btn btn--tall" onClick={take}>
              Take this text
            </button>
          </div>
        </section>
      )}
    </form>
  );
}

/** Every fault with its path; pressing one goes to its field. */
function FaultList({ faults }: { faults: Fault[] }) {
  const go = (path: string) =>
    [...document.querySelectorAll<HTMLElement>("[data-path]")].find((field) => field.dataset.path === path)?.focus();
  return (
    <ul className="lib-faults" aria-label="Faults">
      {faults.map((fault) => (
        <li key={`${fault.path} ${fault.message}`}>
          <button type="button" className="lib-link" onClick={() => go(fault.path)}>
            {fault.path}
          </button>{" "}
          {fault.message}
        </li>
      ))}
    </ul>
  );
}
