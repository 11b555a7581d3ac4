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
    }, "The passkey is yours. It signs you in, and brings you back to a locked screen.");
    setPassword("");
    if (isDone) setName("");
  };
  return (
    <section aria-labelledby="account-passkeys">
      <h2 id="account-passkeys">Passkeys</h2>
      {passkeys.length === 0 && <p>None yet.</p>}
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
            Name of the new passkey
            <input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
          </label>
          <PasswordInput
            label="Your password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <button type="submit" className="btn" disabled={password === "" || name.trim() === ""}>
            Add a passkey
          </button>
        </form>
      ) : (
        <p>This browser offers passkeys only over HTTPS.</p>
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
          void act(() => account.namePasskey(passkey.id, name.trim()), "The passkey has another name.");
        }}
      >
        <label>
          Passkey, added {passkey.createdAt.slice(0, 10)}
          <input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </label>
        <button type="submit" className="btn" disabled={name.trim() === "" || name.trim() === passkey.name}>
          Rename
        </button>
        <button
          type="button"
          className="btn"
          onClick={() => void act(() => account.removePasskey(passkey.id), `${passkey.name} opens nothing any more.`)}
        >
          Remove {passkey.name}
        </button>
      </form>
    </li>
  );
}
