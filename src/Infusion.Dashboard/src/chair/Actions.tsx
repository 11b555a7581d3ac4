import { Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import type { SessionView } from "../live/contract";
import { usePosted, useSend } from "../session/SessionContext";
import { commandWords } from "../ui/commandWords";
import { actionsOf, confirmations, type PhaseCommand } from "./actions";

export function Actions({ session }: { session: SessionView }) {
  const send = useSend();
  const [asking, setAsking] = useState<PhaseCommand | null>(null);
  const sending = usePosted(session.id).some((p) => p.outcome.kind === "sending");
  const offered = actionsOf[session.phase];

  const perform = (type: PhaseCommand, reason?: string) => void send(session.id, reason ? { type, reason } : { type });

  return (
    <section className="panel" aria-label="Actions">
      <div className="actions">
        {offered.map((type, i) => (
          <button
            key={type}
            type="button"
            className={`btn btn--tall${i === 0 && !confirmations[type] ? " btn--act" : ""}`}
            disabled={sending}
            onClick={() => (confirmations[type] ? setAsking(type) : perform(type))}
          >
            {commandWords[type]}
          </button>
        ))}
        {offered.length === 0 && <p className="note">Nothing more to do in this session.</p>}
      </div>
      <p className="note">These buttons chart what you do. They never command the pump.</p>
      {asking && (
        <Confirm
          type={asking}
          onCancel={() => setAsking(null)}
          onConfirm={(reason) => {
            setAsking(null);
            perform(asking, reason);
          }}
        />
      )}
    </section>
  );
}

interface ConfirmProps {
  type: PhaseCommand;
  onCancel: () => void;
  onConfirm: (reason: string) => void;
}

function Confirm({ type, onCancel, onConfirm }: ConfirmProps) {
  const [reason, setReason] = useState("");
  const words = confirmations[type];
  return (
    <Modal
      opened
      onClose={onCancel}
      title={words?.title}
      centered
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": "Cancel" }}
    >
      <form
        className="confirm"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(reason.trim());
        }}
      >
        <p>{words?.text}</p>
        <TextInput
          label="Reason, if there is something to say"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
        <div className="actions">
          <button type="submit" className="btn btn--act">
            {commandWords[type]}
          </button>
          <button type="button" className="btn btn--tall" onClick={onCancel}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
