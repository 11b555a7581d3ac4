import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { PasswordInput, TextInput } from "@mantine/core";
import { QRCodeSVG } from "qrcode.react";
import { useState } from "react";
import type { Act } from "./AccountPage";
import { account } from "./api";

interface Props {
  hasSecondFactor: boolean;
  recoveryCodesLeft: number;
  act: Act;
}

/** Codes of an authenticator app after the password; recovery codes for the day on which it is lost. */
export function SecondFactorSection({ hasSecondFactor, recoveryCodesLeft, act }: Props) {
  const [password, setPassword] = useState("");
  const [secret, setSecret] = useState<{ secret: string; uri: string } | null>(null);
  const [code, setCode] = useState("");
  const [codes, setCodes] = useState<string[] | null>(null);

  const withPassword = (what: (password: string) => Promise<unknown>, done: string) => async () => {
    await act(() => what(password), done);
    setPassword("");
  };
  const begin = withPassword(
    async (typed) => setSecret(await account.beginSecondFactor(typed)),
    t`Scan the picture, then type the code that the authenticator shows.`,
  );
  const confirm = async () => {
    const isDone = await act(
      async () => setCodes(await account.confirmSecondFactor(code)),
      t`From now on a code is asked for after the password. Keep the recovery codes.`,
    );
    if (isDone) setSecret(null);
    setCode("");
  };

  return (
    <section aria-labelledby="account-second">
      <h2 id="account-second">{t`Second factor`}</h2>
      <p>
        {hasSecondFactor
          ? t`On: after the password a code of your authenticator is asked for. ${recoveryCodesLeft} recovery codes are left.`
          : t`Off: the password alone signs you in.`}
      </p>
      {codes && (
        <div className="recovery">
          <p>
            <Trans>
              <b>Recovery codes, shown this once.</b> Each signs you in once without the authenticator.
            </Trans>
          </p>
          <ul>
            {codes.map((each) => (
              <li key={each}>
                <code>{each}</code>
              </li>
            ))}
          </ul>
          <button type="button" className="btn" onClick={() => setCodes(null)}>
            {t`I have kept them`}
          </button>
        </div>
      )}
      {secret ? (
        <form
          className="second-factor"
          onSubmit={(event) => {
            event.preventDefault();
            void confirm();
          }}
        >
          <div className="qr">
            <QRCodeSVG value={secret.uri} size={184} marginSize={2} title={t`To be scanned by an authenticator app`} />
          </div>
          <div>
            <p>
              <Trans>
                Or type this key: <code>{secret.secret.match(/.{1,4}/g)?.join(" ")}</code>
              </Trans>
            </p>
            <TextInput
              label={t`Code that it shows`}
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <button type="submit" className="btn" disabled={code.trim() === ""}>
              {t`Turn it on`}
            </button>
          </div>
        </form>
      ) : (
        <div className="sheet-tools">
          <PasswordInput
            label={t`Your password, for any of these`}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {hasSecondFactor ? (
            <>
              <button
                type="button"
                className="btn"
                disabled={password === ""}
                onClick={() =>
                  void withPassword(
                    async (typed) => setCodes(await account.newRecoveryCodes(typed)),
                    t`The recovery codes from before are worth nothing now.`,
                  )()
                }
              >
                {t`New recovery codes`}
              </button>
              <button
                type="button"
                className="btn"
                disabled={password === ""}
                onClick={() => void withPassword(account.removeSecondFactor, t`The second factor is off.`)()}
              >
                {t`Turn the second factor off`}
              </button>
            </>
          ) : (
            <button type="button" className="btn" disabled={password === ""} onClick={() => void begin()}>
              {t`Set up an authenticator`}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
