import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { usePlanCommand } from "./queries";
import { Refusal } from "./Refusal";

interface Props {
  plan: string;
  type: "cancel_infusion" | "cancel_therapy";
  appointment: string;
  what: string;
  close: () => void;
}

/** Behind a touch of its own: an appointment is not cancelled by a slip of the hand. */
export function CancelForm({ plan, type, appointment, what, close }: Props) {
  const [reason, setReason] = useState("");
  const command = usePlanCommand(plan);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    command.mutate({ type, appointment, reason: reason.trim() === "" ? null : reason.trim() }, { onSuccess: close });
  };
  return (
    <details className="pw-cancel">
      <summary className="btn">{t`Cancel ${what}`}</summary>
      <form className="pw-form" onSubmit={submit}>
        <label>
          <span>
            <Trans>
              Reason <small className="unit">may stay empty</small>
            </Trans>
          </span>
          <input value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        <Refusal error={command.error} />
        <div className="actions">
          <button type="submit" className="btn btn--tall" disabled={command.isPending}>
            {t`Yes, cancel ${what}`}
          </button>
        </div>
      </form>
    </details>
  );
}
