import { t } from "@lingui/core/macro";
import { Modal, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { StartPanel } from "../care/StartPanel";
import { useDraft } from "../care/useDraft";
import { entries, haltWords } from "../care/words";
import type { SessionView } from "../live/contract";
import type { HaltReason } from "../session/contract";
import type { NewCommand } from "../session/outbox";
import { usePosted, useSend } from "../session/SessionContext";
import { commandWords } from "../ui/commandWords";
import { useWhen, WhenField } from "../ui/When";
import { confirmations, offeredTo, type PhaseCommand } from "./actions";

/** What may be entered with the time at which it was. */
const lateTypes = new Set<PhaseCommand>([
  "check_in",
  "start_infusion",
  "pause_infusion",
  "resume_infusion",
  "stop_infusion",
]);

function commandOf(type: PhaseCommand, at: { at?: string }, reason?: HaltReason): NewCommand {
  switch (type) {
    case "mark_ready":
    case "discharge":
    case "close":
      return { type };
    case "stop_infusion":
      return { type, ...(reason ? { reason } : {}), ...at };
    default:
      return { type, ...at };
  }
}

export function Actions({ session }: { session: SessionView }) {
  const send = useSend();
  const [asking, setAsking] = useState<PhaseCommand | null>(null);
  const sending = usePosted(session.id).some((p) => p.outcome.kind === "sending");
  const offered = offeredTo(session);

  const draft = useDraft(`actions:${session.id}`);
  const when = useWhen(draft.of("when"));
  const mayBeLate = offered.some((type) => lateTypes.has(type));

  const perform = async (type: PhaseCommand, reason?: HaltReason) => {
    if (await send(session.id, commandOf(type, when.at, reason))) draft.clear();
  };

  return (
    <section className="panel" aria-label={t`Actions`}>
      <div className="actions">
        {offered.map((type, i) => (
          <button
            key={type}
            type="button"
            className={`btn btn--tall${i === 0 && !confirmations[type] ? " btn--act" : ""}`}
            disabled={sending || (when.isWrong && lateTypes.has(type))}
            onClick={() => (confirmations[type] ? setAsking(type) : void perform(type))}
          >
            {commandWords[type]}
          </button>
        ))}
        {offered.length === 0 && <p className="note">{t`Nothing more to do in this session.`}</p>}
      </div>
      {mayBeLate && (
        <div className="care-form">
          <WhenField when={when} change={(text) => draft.set("when", text)} />
        </div>
      )}
      <StartPanel session={session} />
      <p className="note">{t`These buttons chart what you do. They never command the pump.`}</p>
      {asking && (
        <Confirm
          type={asking}
          onCancel={() => setAsking(null)}
          onConfirm={(reason) => {
            setAsking(null);
            void perform(asking, reason);
          }}
        />
      )}
    </section>
  );
}

interface ConfirmProps {
  type: PhaseCommand;
  onCancel: () => void;
  onConfirm: (reason?: HaltReason) => void;
}

function Confirm({ type, onCancel, onConfirm }: ConfirmProps) {
  const [reason, setReason] = useState<HaltReason | undefined>();
  const words = confirmations[type];
  return (
    <Modal
      opened
      onClose={onCancel}
      title={words?.title}
      centered
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": t`Cancel` }}
    >
      <form
        className="confirm"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(reason);
        }}
      >
        <p>{words?.text}</p>
        {type === "stop_infusion" && (
          <NativeSelect
            label={t`Reason`}
            value={reason ?? ""}
            onChange={(event) =>
              setReason(entries(haltWords).find(([known]) => known === event.currentTarget.value)?.[0])
            }
            data={[
              { value: "", label: t`Not said` },
              ...entries(haltWords).map(([value, label]) => ({ value, label })),
            ]}
            data-autofocus
          />
        )}
        <div className="actions">
          <button type="submit" className="btn btn--act">
            {commandWords[type]}
          </button>
          <button type="button" className="btn btn--tall" onClick={onCancel}>
            {t`Cancel`}
          </button>
        </div>
      </form>
    </Modal>
  );
}
