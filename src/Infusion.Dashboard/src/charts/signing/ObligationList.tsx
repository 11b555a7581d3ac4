import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { useDraft } from "../../care/useDraft";
import { newCommandId } from "../../session/commandId";
import { useSignedIn } from "../../session/SessionContext";
import { clockTime } from "../../ui/format";
import { WordsNotice } from "../../wording/WordsNotice";
import type { SignOff } from "../contract";
import { useChartCommand } from "../queries";

type Owed = SignOff["obligations"][number];

interface Props {
  signOff: SignOff;
  timeZone: string;
}

/** What blocks the signature, and what somebody waived with which reason. */
export function ObligationList({ signOff, timeZone }: Props) {
  const open = signOff.obligations.filter((each) => each.waiver === null).length;
  return (
    <>
      <h3 id="owed-title">{t`Open`}</h3>
      <p role="status">{open === 0 ? t`Nothing is open.` : t`${open} still open. They block the signature.`}</p>
      {signOff.obligations.length > 0 && (
        <ul aria-labelledby="owed-title">
          {signOff.obligations.map((owed) => (
            <li key={owed.code} className={owed.waiver === null ? "is-open" : "is-met"}>
              <p>
                <b>{owed.waiver === null ? t`Open` : t`Waived`}</b>: {owed.text}
                {owed.times.length > 0 && (
                  <span className="note"> ({owed.times.map((time) => clockTime(time, timeZone)).join(", ")})</span>
                )}
              </p>
              <Answer session={signOff.session} owed={owed} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Answer({ session, owed }: { session: string; owed: Owed }) {
  const { me } = useSignedIn();
  const withdraw = useChartCommand<{ obligation: string }>(session, "waivers/withdraw");
  const isPhysician = me.roles.includes("physician");
  if (owed.waiver !== null) {
    return (
      <>
        <p className="note">
          {owed.waiver.by}: {owed.waiver.reason}
        </p>
        {isPhysician && (
          <button
            type="button"
            className="btn"
            disabled={withdraw.isPending}
            onClick={() => withdraw.mutate({ obligation: owed.code })}
          >
            <Trans>
              Withdraw the waiver<span className="vh">: {owed.text}</span>
            </Trans>
          </button>
        )}
        {withdraw.error && <p role="alert">{withdraw.error.message}</p>}
      </>
    );
  }
  if (!owed.mayBeWaived) return <p className="note">{t`This has to be done.`}</p>;
  return isPhysician ? (
    <Waive session={session} owed={owed} />
  ) : (
    <p className="note">{t`A physician may waive it with a reason.`}</p>
  );
}

function Waive({ session, owed }: { session: string; owed: Owed }) {
  const draft = useDraft(`waive:${session}:${owed.code}`);
  const [commandId, setCommandId] = useState(newCommandId);
  const waive = useChartCommand<{ commandId: string; obligation: string; reason: string }>(session, "waivers");
  const reason = draft.of("reason").trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    waive.mutate(
      { commandId, obligation: owed.code, reason },
      {
        onSuccess: () => {
          draft.clear();
          setCommandId(newCommandId());
        },
      },
    );
  };
  return (
    <details>
      <summary className="btn">
        <Trans>
          Waive<span className="vh">: {owed.text}</span>
        </Trans>
      </summary>
      <form onSubmit={submit}>
        <label>
          <span>{t`Reason`}</span>
          <textarea
            rows={2}
            value={draft.of("reason")}
            onChange={(event) => draft.set("reason", event.currentTarget.value)}
          />
        </label>
        <WordsNotice text={draft.of("reason")} />
        <button type="submit" className="btn" disabled={reason === "" || waive.isPending}>
          {t`Waive with this reason`}
        </button>
        {waive.error && <p role="alert">{waive.error.message}</p>}
      </form>
    </details>
  );
}
