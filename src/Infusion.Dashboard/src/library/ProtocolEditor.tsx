import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { newCommandId } from "../session/commandId";
import { useSignedIn } from "../session/SessionContext";
import { language } from "../texts";
import { library } from "./api";
import type { Protocol, ProtocolVersion, ProtocolView, Vocabulary } from "./contract";
import { DifferenceTable } from "./DifferenceTable";
import { faultsOf, fieldPath, valueAt, withValue } from "./draft";
import { Judgement } from "./Judgement";
import { dropDraft, keepDraft, keptDraft, type Writing } from "./kept";
import { Preview } from "./Preview";
import { ProtocolSheet } from "./ProtocolSheet";
import { foldAll } from "./Section";
import { TextForm } from "./TextForm";
import { useCheck } from "./useCheck";

interface ProtocolEditorProps {
  /** What the new version begins as. */
  view: ProtocolView;
  vocabulary: Vocabulary;
  /** A copy: a protocol of its own, which takes an id of its own. */
  writing: Writing;
  saved: (version: ProtocolVersion) => void;
  leave: () => void;
}

/** A version as it is written: judged while it is, compared with the one in use, tried on what is on record. */
export function ProtocolEditor({ view, vocabulary, writing, saved, leave }: ProtocolEditorProps) {
  const { me, clinic } = useSignedIn();
  const queries = useQueryClient();
  const { about } = view;
  const isCopy = writing === "copy";
  const [kept] = useState(() => keptDraft(clinic, me.name, about.id, writing));
  const [begun] = useState<Protocol>(() => kept?.protocol ?? (isCopy ? { ...view.protocol, id: "" } : view.protocol));
  const [draft, setDraft] = useState(begun);
  const [reason, setReason] = useState(kept?.reason ?? "");
  const [basedOn, setBasedOn] = useState(kept?.basedOn ?? about.version);
  const [unfolded] = useState(() => new Set<string>());
  const [asText, setAsText] = useState(false);
  const [isAsked, setAsked] = useState(false);
  // The fields hold what is typed; a line that goes, or another text, makes them new.
  const [edition, setEdition] = useState(0);
  // A second press must be the same command; another draft is another one.
  const [command, setCommand] = useState(newCommandId);
  const check = useCheck(clinic, draft);
  const isTouched = draft !== begun || reason !== (kept?.reason ?? "") || basedOn !== (kept?.basedOn ?? about.version);

  useEffect(() => {
    if (isTouched)
      keepDraft(clinic, me.name, about.id, writing, {
        basedOn,
        reason,
        protocol: draft,
        keptAt: new Date().toISOString(),
      });
  }, [isTouched, clinic, me.name, about.id, writing, basedOn, reason, draft]);

  const save = useMutation({
    mutationFn: () =>
      library.add(clinic, {
        commandId: command,
        basedOn: isCopy ? 0 : basedOn,
        reason: reason.trim(),
        protocol: draft,
      }),
    onSuccess: async (version) => {
      dropDraft(clinic, me.name, about.id, writing);
      await queries.invalidateQueries({ queryKey: ["protocols", clinic] });
      saved(version);
    },
  });
  // What the server said of the save stands until something is changed.
  const faults = save.error ? faultsOf(save.error) : check.faults;

  const changed = (next: Protocol) => {
    save.reset();
    setDraft(next);
    setCommand(newCommandId());
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
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  return (
    <form className="lib-editor" onSubmit={submit} aria-label={t`New version`} noValidate>
      <section className="panel lib-tools" aria-labelledby="editor-title">
        <h2 id="editor-title">
          {isCopy ? t`A protocol of its own` : t`A version of ${about.name}, after version ${basedOn}`}
        </h2>
        {kept && (
          <p className="note">
            {t`This is your draft of ${new Date(kept.keptAt).toLocaleString(language.formats, { dateStyle: "medium", timeStyle: "short" })}, kept in this browser and nowhere else until you save it.`}
          </p>
        )}
        {!isCopy && basedOn !== about.version && (
          <p role="alert">
            <Trans>
              <b>Version {about.version} was saved since you began.</b> Look at what changed in it before you go on:
              what you save takes the place of it.
            </Trans>{" "}
            <button type="button" className="btn" onClick={() => setBasedOn(about.version)}>
              {t`I have looked: base mine on version ${about.version}`}
            </button>
          </p>
        )}
        {isCopy && (
          <label>
            {t`Its id: a-z, 0-9 and hyphens; it stays through all versions`}
            <input
              value={draft.id}
              data-path="id"
              onChange={(event) => changed({ ...draft, id: event.currentTarget.value })}
            />
          </label>
        )}
        <label>
          {t`Why it changes`}
          <input
            value={reason}
            data-path="reason"
            onChange={(event) => {
              save.reset();
              setReason(event.currentTarget.value);
              setCommand(newCommandId());
            }}
          />
        </label>
        {isCopy || (about.isInUse && about.standing !== "approved") ? (
          <p role="note">
            <Trans>
              <b>No version of it is approved: what you save is what new sessions run under</b>, and their chairs say
              that nobody has approved it. A physician who did not write it approves it.
            </Trans>
          </p>
        ) : (
          <p className="note">
            {t`Saved, it is a draft. New sessions run under the approved version until a physician who did not write this one approves it.`}
          </p>
        )}
        <div className="lib-actions">
          <button type="submit" className="btn btn--act" disabled={save.isPending || asText}>
            {save.isPending ? t`Saving` : t`Save as a draft`}
          </button>
          <button type="button" className="btn" aria-pressed={asText} onClick={() => setAsText(!asText)}>
            {t`As text`}
          </button>
          <button type="button" className="btn" onClick={() => foldAll(true)}>
            {t`Open all`}
          </button>
          <button type="button" className="btn" onClick={() => foldAll(false)}>
            {t`Fold all`}
          </button>
          <button type="button" className="btn" onClick={leave}>
            {t`Leave; it is kept in this browser`}
          </button>
          {isAsked ? (
            <button
              type="button"
              className="btn"
              onClick={() => {
                dropDraft(clinic, me.name, about.id, writing);
                leave();
              }}
            >
              {t`Yes, throw it away`}
            </button>
          ) : (
            <button type="button" className="btn" onClick={() => setAsked(true)}>
              {t`Throw it away`}
            </button>
          )}
        </div>
        <Judgement check={check} refusal={save.error} faults={faults} />
      </section>
      {asText ? (
        <TextForm
          draft={draft}
          take={(protocol) => {
            changed(protocol);
            setAsText(false);
            setEdition((now) => now + 1);
          }}
        />
      ) : (
        <ProtocolSheet
          key={edition}
          sheet={{
            protocol: draft,
            vocabulary,
            faults,
            differences: check.differences,
            unfolded,
            change: (path, value) => changed(withValue(draft, path, value)),
          }}
          remove={remove}
        />
      )}
      {check.against !== null && (
        <section className="panel" aria-labelledby="changes-title">
          <h2 id="changes-title">{t`What is other than in version ${check.against}, which is in use`}</h2>
          {check.differences.length === 0 ? (
            <p>{t`Nothing.`}</p>
          ) : (
            <DifferenceTable
              differences={check.differences}
              label={t`Other than in use`}
              fieldOf={(path) => fieldPath(draft, path)}
            />
          )}
        </section>
      )}
      <Preview
        draft={draft}
        of={about.id}
        isSound={check.state === "checked" && check.message === null && check.faults.length === 0}
      />
    </form>
  );
}
