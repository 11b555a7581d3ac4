import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { calendarDay, clockTime } from "../ui/format";
import { Reading } from "../ui/Reading";
import { CredentialActs } from "./CredentialActs";
import type { Credential, CredentialKey, Issued } from "./contract";
import { IssueForm } from "./IssueForm";
import { kindWords } from "./words";

interface Props {
  query: UseQueryResult<Credential[]>;
  timeZone: string;
}

/** By what devices, gateways and newcomers sign in. A secret that was just made is shown here and nowhere again. */
export function CredentialsSection({ query, timeZone }: Props) {
  const [issued, setIssued] = useState<Issued | null>(null);
  const time = (at: string) => `${calendarDay(at, timeZone)} ${clockTime(at, timeZone)}`;
  return (
    <section aria-labelledby="credentials-title">
      <h2 id="credentials-title">{t`Credentials`}</h2>
      <Reading
        query={query}
        what={t`The credentials`}
        empty={query.data?.length === 0 ? t`There is none yet.` : null}
      />
      {issued && <JustMade issued={issued} done={() => setIssued(null)} />}
      <ul className="registry-list" aria-labelledby="credentials-title">
        {query.data?.map((each) => (
          <li key={each.username}>
            <p>
              <b>{each.username}</b> {kindWords[each.kind]}
              {each.devices.length > 0 && t` for ${each.devices.join(", ")}`}.{" "}
              {each.revokedAt
                ? t`Revoked ${time(each.revokedAt)} by ${each.revokedBy ?? "–"}.`
                : plural(each.connections, {
                    one: `${each.connections} connection open.`,
                    other: `${each.connections} connections open.`,
                  })}
              {each.expiresAt && t` Good until ${time(each.expiresAt)}.`}
            </p>
            {!each.revokedAt && (
              <>
                {each.keys.map((key) => (
                  <KeyLine key={`${key.madeAt}${key.fingerprint}`} of={key} time={time} />
                ))}
                <details>
                  <summary>{t`Topics`}</summary>
                  <p className="digest">{t`Publishes to ${each.publishTopics.join(", ") || t`nothing`}`}</p>
                  <p className="digest">{t`Reads ${each.subscribeTopics.join(", ") || t`nothing`}`}</p>
                </details>
                <CredentialActs of={each} issued={setIssued} />
              </>
            )}
          </li>
        ))}
      </ul>
      <IssueForm issued={setIssued} />
    </section>
  );
}

function KeyLine({ of: key, time }: { of: CredentialKey; time: (at: string) => string }) {
  return (
    <p className="note">
      <Trans>
        {key.fingerprint ? t`Certificate` : t`Secret`} made {time(key.madeAt)} by {key.madeBy},{" "}
        {key.firstUsedAt ? t`first used ${time(key.firstUsedAt)}` : t`not used yet`}
        {key.endsAt && t`, replaced: opens until ${time(key.endsAt)} or until the new one is used`}
        {key.expiresAt && t`, expires ${time(key.expiresAt)}`}.
      </Trans>{" "}
      {key.expiresSoon && <b role="alert">{t`It expires soon: bring a new one to the device.`}</b>}{" "}
      {key.fingerprint && <span className="digest">{key.fingerprint}</span>}
    </p>
  );
}

const JustMade = ({ issued, done }: { issued: Issued; done: () => void }) => (
  <div className="just-made" role="alert">
    <p>
      <Trans>
        User name <b className="digest">{issued.username}</b>
      </Trans>
    </p>
    {issued.secret === null ? (
      <p>{t`The certificate opens it.`}</p>
    ) : (
      <p>
        <Trans>
          Secret <b className="digest">{issued.secret}</b>
        </Trans>
      </p>
    )}
    {issued.secret !== null && <p>{t`Put it into the device now. It is not shown again, and stored as a hash.`}</p>}
    <button type="button" className="btn" onClick={done}>
      {t`I have it`}
    </button>
  </div>
);
