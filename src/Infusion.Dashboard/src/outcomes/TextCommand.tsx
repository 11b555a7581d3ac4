import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { useDraft } from "../care/useDraft";
import { newCommandId } from "../session/commandId";
import { WordsNotice } from "../wording/WordsNotice";

interface Props {
  /** What the sentence is about: while it is not kept, it is found again under this. */
  about: string;
  label: string;
  button: string;
  /** Ends when it is kept. */
  send: (commandId: string, text: string) => Promise<void>;
}

/** A sentence that goes with a command. It stays until the server has it; the same command again changes nothing. */
export function TextCommand({ about, label, button, send }: Props) {
  const draft = useDraft(`text:${about}`);
  const text = draft.of("text");
  const [commandId, setCommandId] = useState(newCommandId);
  const [isSending, setSending] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    setRefused(null);
    try {
      await send(commandId, text.trim());
      draft.clear();
    } catch (problem) {
      setCommandId(newCommandId());
      setRefused(problem instanceof Error ? problem.message : t`no answer`);
      setSending(false);
    }
  };

  return (
    <form className="text-command" onSubmit={submit}>
      <label>
        <span>{label}</span>
        <textarea
          rows={2}
          value={text}
          readOnly={isSending}
          onChange={(event) => draft.set("text", event.currentTarget.value)}
        />
      </label>
      <WordsNotice text={text} />
      <div className="actions">
        <button type="submit" className="btn btn--tall" disabled={text.trim() === "" || isSending}>
          {isSending ? t`Sending, text kept` : button}
        </button>
        <span role="alert">{refused && t`Refused: ${refused}`}</span>
      </div>
    </form>
  );
}
