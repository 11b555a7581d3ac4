import { t } from "@lingui/core/macro";
import { PasswordInput } from "@mantine/core";
import { useState } from "react";
import { hasPasskeys, makePasskey } from "../session/passkeys";
import type { Act } from "./AccountPage";
import { account, type Passkey } from "./api";

/** Passkeys sign in, and bring back a locked screen, without a password. A signature still asks for it. */
export function PasskeysSection({ passkeys, act }: { passkeys: Passkey[]; act: Act }) {
  const [password, setPassword] = useState("");
  const [name, setName] = useState("");
  const add = async () => {
    const isDone = await act(async () => {
      const credential = await makePasskey("/api/account/passkeys/options", password);
      await account.addPasskey(credential, name.trim());
    }, t`The passkey is yours. It signs you in, and brings you back to a locked screen.`);
    setPassword("");
    if (isDone) setName("");
  };
  return (
    <section aria-labelledby="account-passkeys">
      <h2 id="account-passkeys">{t`Passkeys`}</h2>
      {passkeys.length === 0 && <p>{t`None yet.`}</p>}
      <ul className="sign-ins">
        {passkeys.map((each) => (
          <PasskeyLine key={each.id} passkey={each} act={act} />
        ))}
      </ul>
      {hasPasskeys() ? (
        <form
          className="sheet-tools"
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <label>
            {t`Name of the new passkey`}
            <input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
          </label>
          <PasswordInput
            label={t`Your password`}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <button type="submit" className="btn" disabled={password === "" || name.trim() === ""}>
            {t`Add a passkey`}
          </button>
        </form>
      ) : (
        <p>{t`This browser offers passkeys only over HTTPS.`}</p>
      )}
    </section>
  );
}

function PasskeyLine({ passkey, act }: { passkey: Passkey; act: Act }) {
  const [name, setName] = useState(passkey.name);
  return (
    <li>
      <form
        className="sheet-tools"
        onSubmit={(event) => {
          event.preventDefault();
          void act(() => account.namePasskey(passkey.id, name.trim()), t`The passkey has another name.`);
        }}
      >
        <label>
          {t`Passkey, added ${passkey.createdAt.slice(0, 10)}`}
          <input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </label>
        <button type="submit" className="btn" disabled={name.trim() === "" || name.trim() === passkey.name}>
          {t`Rename`}
        </button>
        <button
          type="button"
          className="btn"
          onClick={() => void act(() => account.removePasskey(passkey.id), t`${passkey.name} opens nothing any more.`)}
        >
          {t`Remove ${passkey.name}`}
        </button>
      </form>
    </li>
  );
}
