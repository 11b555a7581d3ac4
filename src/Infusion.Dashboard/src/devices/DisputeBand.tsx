import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./devices.css";
import type { SessionView } from "../live/contract";
import { useSend } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";

/** Two chairs claim a device: its values are on neither chart, and a person decides. */
export function DisputeBand({ session }: { session: SessionView }) {
  const send = useSend();
  return (
    <>
      {session.correcting && (
        <p className="notice correcting" role="status">
          {t`Correction in progress: dose, estimate and minutes of this chart are being worked out anew. Do not rely on them until this line is gone.`}
        </p>
      )}
      {session.disputes?.map((dispute) => (
        <section key={dispute.device} className="dispute" role="alert" aria-label={t`Whose is ${dispute.device}?`}>
          <p>
            <Trans>
              <b>Whose is {dispute.device}?</b> Chairs {dispute.holderChair ?? "?"} and {dispute.claimantChair ?? "?"}{" "}
              claim it. Since <ClockTime at={dispute.since} seconds /> its values are withheld from both and nothing of
              it alarms here: watch the bedside monitor.
            </Trans>
          </p>
          <div className="actions">
            {[
              { id: dispute.holder, chair: dispute.holderChair },
              { id: dispute.claimant, chair: dispute.claimantChair },
            ].map(({ id, chair }) => (
              <button
                key={id}
                type="button"
                className="btn"
                onClick={() => void send(session.id, { type: "settle_device", device: dispute.device, belongs: id })}
              >
                {t`Chair ${chair ?? "?"}`}
              </button>
            ))}
            <button
              type="button"
              className="btn"
              onClick={() => void send(session.id, { type: "settle_device", device: dispute.device, belongs: null })}
            >
              {t`Neither`}
            </button>
          </div>
        </section>
      ))}
    </>
  );
}
