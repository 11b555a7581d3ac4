import { t } from "@lingui/core/macro";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useDraft } from "../care/useDraft";
import { useSend } from "../session/SessionContext";
import { WordsNotice } from "../wording/WordsNotice";

export function NoteForm({ session }: { session: string }) {
  const send = useSend();
  const draft = useDraft(`note:${session}`);
  const text = draft.of("text");
  const [outcome, setOutcome] = useState<"sending" | "refused" | null>(null);
  const onPage = useRef(true);

  useEffect(() => {
    onPage.current = true;
    return () => {
      onPage.current = false;
    };
  }, []);
  useEffect(() => {
    if (text === "") return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [text]);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    const note = text.trim();
    if (note === "" || outcome === "sending") return;
    setOutcome("sending");
    const done = await send(session, { type: "write_note", text: note });
    // The text goes only once the server has it; what was typed meanwhile is not there, the field was still.
    if (done) draft.clear();
    if (onPage.current) setOutcome(done ? null : "refused");
  };

  return (
    <section className="panel" aria-labelledby="note-title">
      <h2 id="note-title">{t`Note`}</h2>
      <form className="note-form" onSubmit={submit}>
        <textarea
          aria-labelledby="note-title"
          rows={3}
          value={text}
          readOnly={outcome === "sending"}
          placeholder={t`What you see, what you do`}
          onChange={(event) => draft.set("text", event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
          }}
        />
        <WordsNotice text={text} />
        <div className="actions">
          <button type="submit" className="btn btn--tall" disabled={text.trim() === "" || outcome === "sending"}>
            {outcome === "sending" ? t`Sending, text kept` : t`Write note`}
          </button>
          <span className="note" role="status">
            {outcome === "refused" ? t`Not written. The text is still here.` : t`Ctrl + Enter`}
          </span>
        </div>
      </form>
    </section>
  );
}
