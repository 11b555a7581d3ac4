import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useDraft } from "../care/useDraft";
import { WordsNotice } from "../wording/WordsNotice";
import type { CheckInLine } from "./contract";
import { useAdmissionSend } from "./queries";
import { itemTitles } from "./words";

/** A physician lets go what holds. The reason is part of it. */
export function OverrideDialog({ session, line, close }: { session: string; line: CheckInLine; close: () => void }) {
  const send = useAdmissionSend(session);
  const draft = useDraft(`override:${session}:${line.item}`);
  const [refused, setRefused] = useState(false);
  const reason = draft.of("reason").trim();
  return (
    <Modal
      opened
      onClose={close}
      title={t`Override: ${itemTitles[line.item]}`}
      centered
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": t`Cancel` }}
    >
      <form
        className="confirm"
        onSubmit={async (event) => {
          event.preventDefault();
          if (reason === "") return;
          const done = await send({ type: "override_check_in", item: line.item, reason });
          if (done) {
            draft.clear();
            close();
          }
          setRefused(!done);
        }}
      >
        <p>
          <Trans>On hold: {line.why}. The infusion may start in spite of it, on your word.</Trans>
        </p>
        <label>
          <span>{t`Reason`}</span>
          <textarea
            rows={3}
            data-autofocus
            value={draft.of("reason")}
            onChange={(event) => draft.set("reason", event.currentTarget.value)}
          />
        </label>
        <WordsNotice text={draft.of("reason")} />
        <p className="note" role="status">
          {refused ? t`Not charted; the reason stands on the page. What was typed is still here.` : ""}
        </p>
        <div className="actions">
          <button type="submit" className="btn btn--act" disabled={reason === ""}>
            {t`Override`}
          </button>
          <button type="button" className="btn btn--tall" onClick={close}>
            {t`Cancel`}
          </button>
        </div>
      </form>
    </Modal>
  );
}
