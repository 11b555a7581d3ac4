import { t } from "@lingui/core/macro";
import { PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api, Refused } from "./api";
import { askPasskey, hasPasskeys, NoPasskey } from "./passkeys";

function reasonOf(error: unknown): string {
  if (error instanceof NoPasskey) return t`No passkey was given. Nobody was signed in.`;
  if (error instanceof Refused) return error.message;
  return t`The server cannot be reached. Nobody was signed in. Try again.`;
}

interface Props {
  /** What the button says. */
  words?: string;
  name?: string;
  done: () => void;
}

/** Name and password, then the second factor where there is one; or a passkey alone. */
export function SignInForm({ words = t`Sign in`, name: known = "", done }: Props) {
  const [name, setName] = useState(known);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const attempt = async (signIn: () => Promise<boolean>, refused: (error: unknown) => string = reasonOf) => {
    setBusy(true);
    setError(null);
    try {
      if (await signIn()) {
        done();
        return;
      }
      setCode("");
    } catch (problem) {
      setError(refused(problem));
    }
    setPassword("");
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code === null) {
      void attempt(
        async () => (await api.signIn(name, password)) === "in",
        (problem) =>
          problem instanceof Refused && problem.status === 401
            ? t`Name or password is wrong. Nobody was signed in.`
            : reasonOf(problem),
      );
    } else {
      void attempt(async () => {
        await api.secondFactor(code);
        return true;
      });
    }
  };
  const byPasskey = () =>
    attempt(async () => {
      await api.signInByPasskey(await askPasskey("/api/sign-in/passkey/options"));
      return true;
    });

  return (
    <form onSubmit={submit} aria-label={words}>
      {code === null ? (
        <>
          <TextInput
            label={t`Name`}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={t`Password`}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t`Show the password` }}
          />
        </>
      ) : (
        <TextInput
          label={t`Code`}
          description={t`Of your authenticator, or one of your recovery codes.`}
          name="code"
          autoComplete="one-time-code"
          data-autofocus
          ref={(input) => input?.focus()}
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      <p role="alert" className={error ? "refusal" : "vh"}>
        {error}
      </p>
      <button className="btn btn--act" type="submit" disabled={busy}>
        {busy ? t`Signing in` : words}
      </button>
      {code !== null && (
        <button className="btn" type="button" onClick={() => setCode(null)}>
          {t`Begin again`}
        </button>
      )}
      {code === null && hasPasskeys() && (
        <button className="btn" type="button" disabled={busy} onClick={() => void byPasskey()}>
          {t`${words} with a passkey`}
        </button>
      )}
    </form>
  );
}
