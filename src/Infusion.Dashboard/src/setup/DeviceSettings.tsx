import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { useSignedIn } from "../session/SessionContext";
import type { Connection } from "./contract";
import type { Made } from "./DeviceForm";
import { useConnection } from "./queries";

/** Everything that is entered in the device, in the order in which devices ask for it. */
export function settingsOf(
  clinic: string,
  { device, issued }: Made,
  host: string,
  connection: Connection,
): [string, string][] {
  const topic = `infusion/v1/${clinic}/${device}`;
  return [
    [t`Host`, host],
    [t`Port, without TLS`, String(connection.port)],
    ...(connection.tlsPort === null ? [] : [[t`Port, with TLS`, String(connection.tlsPort)] as [string, string]]),
    [t`User name`, issued.username],
    [t`Secret`, issued.secret ?? t`none: its certificate`],
    [t`Client id`, device],
    [t`Topic of its values`, `${topic}/telemetry`],
    [t`Topic of its status, and last will`, `${topic}/status`],
    [t`Quality of service`, "1"],
  ];
}

/** The settings of a device that was just made. The secret is shown here and nowhere again. */
export function DeviceSettings({ made, done }: { made: Made; done: () => void }) {
  const { clinic } = useSignedIn();
  const { data: connection, error } = useConnection();
  const title = useRef<HTMLHeadingElement>(null);
  const [said, setSaid] = useState("");
  // What was just made is what is read next.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another device is another reading.
  useEffect(() => title.current?.focus(), [made.device]);
  const host = window.location.hostname;
  const all = connection ? settingsOf(clinic, made, host, connection) : [];
  // Browsers copy only over https or on the server's own machine; elsewhere the text is marked by hand.
  const mayCopy = typeof navigator.clipboard?.writeText === "function";
  const copy = (what: string, text: string) =>
    navigator.clipboard.writeText(text).then(
      () => setSaid(t`${what} is copied.`),
      () => setSaid(t`The browser did not let it be copied: mark it by hand.`),
    );
  return (
    <section className="just-made setup-block" aria-labelledby="made-title">
      <h3 id="made-title" tabIndex={-1} ref={title}>
        {t`Settings of ${made.device}`}
      </h3>
      <p>{t`Enter them in the device now. The secret is not shown again, and stored as a hash.`}</p>
      {error && <p role="alert">{t`Host and port could not be read: ${error.message}`}</p>}
      {connection?.onlyThisMachine && (
        <p>
          <b>{t`The port without TLS is open to this server's own machine alone.`}</b>{" "}
          {connection.tlsPort === null && t`A device elsewhere does not reach it: see the setting Mqtt:Host.`}
        </p>
      )}
      {connection?.otherBroker && (
        <p>{t`Or it publishes to the clinic's broker, ${connection.otherBroker}, which is read too.`}</p>
      )}
      <dl className="setup-settings">
        {all.map(([what, text]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              <output className="digest">{text}</output>
              {mayCopy && (
                <button type="button" className="btn" onClick={() => void copy(what, text)}>
                  <Trans>
                    Copy<span className="vh"> {what}</span>
                  </Trans>
                </button>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <p className="setup-way">
        {mayCopy && connection && (
          <button
            type="button"
            className="btn btn--tall"
            onClick={() => void copy(t`All of it`, all.map(([what, text]) => `${what}: ${text}`).join("\n"))}
          >
            {t`Copy all`}
          </button>
        )}
        <button type="button" className="btn btn--tall" onClick={done}>
          {t`I have it`}
        </button>
      </p>
      <p role="status">{said}</p>
    </section>
  );
}
