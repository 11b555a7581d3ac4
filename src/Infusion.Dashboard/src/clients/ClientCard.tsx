import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { calendarDay, clockTime } from "../ui/format";
import type { EhrClient, KeySource, Mark } from "./contract";
import { hasKeys, KeyFields, KeyList, noKeys, sourceOf } from "./KeyFields";
import { useClientCommand } from "./queries";
import { ScopeFields } from "./ScopeFields";
import { asked } from "./scopes";

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const when = (at: string) => `${calendarDay(at, timeZone)} ${clockTime(at, timeZone)}`;
const marked = (mark: Mark) => t`${when(mark.at)} by ${mark.by}`;

/** One client: what it may, how it proves who it is, when it was here, and how that is changed or ended. */
export function ClientCard({ of: client, types, mayChange }: { of: EhrClient; types: string[]; mayChange: boolean }) {
  return (
    <li className={client.revoked ? "is-revoked" : undefined}>
      <h3>
        {client.name} <span className="digest">{client.id}</span>
      </h3>
      {client.revoked && (
        <p>
          <b>{t`Revoked`}</b> {marked(client.revoked)}: {client.revoked.reason}
        </p>
      )}
      <dl className="sheet-facts">
        <div>
          <dt>{t`Last used`}</dt>
          <dd>{client.lastUsedAt ? when(client.lastUsedAt) : t`Never`}</dd>
        </div>
        <div>
          <dt>{t`Refused in the last 30 days`}</dt>
          <dd>
            {client.refusedTries}
            {client.lastRefusedAt && <small>{t`, last ${when(client.lastRefusedAt)}`}</small>}
          </dd>
        </div>
        <div>
          <dt>{t`Registered`}</dt>
          <dd>
            {client.registered ? marked(client.registered) : t`Not known`}
            {client.changed && (
              <small>
                <Trans>
                  , {client.changed.reason} changed {marked(client.changed)}
                </Trans>
              </small>
            )}
          </dd>
        </div>
        <div>
          <dt>{t`May read`}</dt>
          <dd className="digest">{client.scopes.join(" ")}</dd>
        </div>
        <div>
          <dt>{client.keysUrl ? t`Keys, fetched from its address` : t`Keys`}</dt>
          <dd>{client.keysUrl ? <span className="digest">{client.keysUrl}</span> : <KeyList keys={client.keys} />}</dd>
        </div>
      </dl>
      {!client.revoked && (
        <div className="client-actions">
          {mayChange && <ChangeKeys client={client} />}
          {mayChange && <ChangeScopes client={client} types={types} />}
          <Revoke client={client} />
        </div>
      )}
    </li>
  );
}

function ChangeKeys({ client }: { client: EhrClient }) {
  const [keys, setKeys] = useState({ ...noKeys, url: client.keysUrl ?? "" });
  const [password, setPassword] = useState("");
  const change = useClientCommand<KeySource & { password: string }>(`/${client.id}/keys`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ password, ...sourceOf(keys) }, { onSettled: () => setPassword("") });
  };
  return (
    <details>
      <summary className="btn">
        <Trans>
          Change keys<span className="vh"> of {client.name}</span>
        </Trans>
      </summary>
      <form onSubmit={submit}>
        <p>
          {t`The new set takes the place of the whole old one, and tokens given before are refused from then on. To rotate without a gap, paste old and new keys together, and later the new ones alone.`}
        </p>
        <KeyFields draft={keys} set={setKeys} />
        <Password value={password} set={setPassword} />
        <button type="submit" className="btn" disabled={!hasKeys(keys) || password === "" || change.isPending}>
          {t`Use these keys`}
        </button>
        {change.error && <p role="alert">{change.error.message}</p>}
        {change.isSuccess && <p role="status">{t`Changed.`}</p>}
      </form>
    </details>
  );
}

function ChangeScopes({ client, types }: { client: EhrClient; types: string[] }) {
  const [scopes, setScopes] = useState(client.scopes);
  const [password, setPassword] = useState("");
  const change = useClientCommand<{ scopes: string[]; password: string }>(`/${client.id}/scopes`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ scopes: asked(scopes), password }, { onSettled: () => setPassword("") });
  };
  return (
    <details>
      <summary className="btn">
        <Trans>
          Change scopes<span className="vh"> of {client.name}</span>
        </Trans>
      </summary>
      <form onSubmit={submit}>
        <ScopeFields types={types} picked={scopes} set={setScopes} />
        <Password value={password} set={setPassword} />
        <button type="submit" className="btn" disabled={scopes.length === 0 || password === "" || change.isPending}>
          {t`Allow this and no more`}
        </button>
        {change.error && <p role="alert">{change.error.message}</p>}
        {change.isSuccess && <p role="status">{t`Changed.`}</p>}
      </form>
    </details>
  );
}

function Revoke({ client }: { client: EhrClient }) {
  const [reason, setReason] = useState("");
  const revoke = useClientCommand<{ reason: string }>(`/${client.id}/revoke`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    revoke.mutate({ reason: reason.trim() });
  };
  return (
    <details>
      <summary className="btn">
        <Trans>
          Revoke<span className="vh"> {client.name}</span>
        </Trans>
      </summary>
      <form onSubmit={submit}>
        <p>{t`It reads nothing more from this moment on, also with tokens that it has. This cannot be undone.`}</p>
        <label>
          <span>{t`Reason`}</span>
          <textarea
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <button type="submit" className="btn" disabled={reason.trim() === "" || revoke.isPending}>
          {t`Revoke this client`}
        </button>
        {revoke.error && <p role="alert">{revoke.error.message}</p>}
      </form>
    </details>
  );
}

const Password = ({ value, set }: { value: string; set: (value: string) => void }) => (
  <PasswordInput
    label={t`Your password`}
    autoComplete="current-password"
    value={value}
    onChange={(event) => set(event.currentTarget.value)}
  />
);
