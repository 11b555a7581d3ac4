import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { EhrClient, KeySource } from "./contract";
import { hasKeys, KeyFields, noKeys, sourceOf } from "./KeyFields";
import { useClientCommand } from "./queries";
import { ScopeFields } from "./ScopeFields";
import { asked } from "./scopes";

type Registration = KeySource & { name: string; scopes: string[]; password: string };

export function RegisterClient({ types }: { types: string[] }) {
  const [name, setName] = useState("");
  const [keys, setKeys] = useState(noKeys);
  const [scopes, setScopes] = useState<string[]>([]);
  const [password, setPassword] = useState("");
  const [made, setMade] = useState<EhrClient | null>(null);
  const register = useClientCommand<Registration>("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    register.mutate(
      { name: name.trim(), scopes: asked(scopes), password, ...sourceOf(keys) },
      {
        onSuccess: (client) => {
          setMade(client);
          setName("");
          setKeys(noKeys);
          setScopes([]);
        },
        onSettled: () => setPassword(""),
      },
    );
  };
  return (
    <section className="client-panel" aria-labelledby="register-client">
      <h2 id="register-client">{t`Register a client`}</h2>
      <form onSubmit={submit}>
        <label>
          <span>{t`Name, as people here know it`}</span>
          <input value={name} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} />
        </label>
        <KeyFields draft={keys} set={setKeys} />
        <ScopeFields types={types} picked={scopes} set={setScopes} />
        <PasswordInput
          label={t`Your password`}
          description={t`A registered program reads patients without anybody signing in.`}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <button
          type="submit"
          className="btn"
          disabled={
            name.trim() === "" || !hasKeys(keys) || scopes.length === 0 || password === "" || register.isPending
          }
        >
          {t`Register`}
        </button>
        {register.error && <p role="alert">{register.error.message}</p>}
        {made && (
          <p role="status">
            <Trans>
              {made.name} is registered. Its client id is <b className="digest">{made.id}</b>.
            </Trans>
          </p>
        )}
      </form>
    </section>
  );
}
