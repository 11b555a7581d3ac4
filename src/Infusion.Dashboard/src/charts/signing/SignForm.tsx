import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useSignedIn } from "../../session/SessionContext";
import type { Meaning, SignOff } from "../contract";
import { useChartCommand } from "../queries";
import { meaningWords } from "../words";

export const clinicalRoles = ["nurse", "charge_nurse", "physician"];

/** A signature: its meaning, and the password once more. The lock is another touch, for a chart that is signed. */
export function SignForm({ signOff }: { signOff: SignOff }) {
  const { me } = useSignedIn();
  // What was on the screen when the person began; a chart that changes under their hands must not be signed by accident.
  const [shown, setShown] = useState(signOff.digest);
  const [meaning, setMeaning] = useState<Meaning | null>(null);
  const [password, setPassword] = useState("");
  const sign = useChartCommand<{ meaning: Meaning; digest: string; password: string }>(signOff.session, "signatures");
  const lock = useChartCommand<{ digest: string; password: string }>(signOff.session, "lock");
  const form = useRef<HTMLFormElement>(null);
  const isTyping = meaning !== null || password !== "";
  useEffect(() => {
    if (!isTyping) setShown(signOff.digest);
  }, [isTyping, signOff.digest]);
  if (!me.roles.some((role) => clinicalRoles.includes(role))) {
    return (
      <p className="note" data-sign tabIndex={-1}>
        {t`Nurses and physicians sign a chart.`}
      </p>
    );
  }
  if (signOff.standing === "locked") {
    return (
      <p className="note" data-sign tabIndex={-1}>
        {t`Locked: what is to be said is added below.`}
      </p>
    );
  }
  const isPhysician = me.roles.includes("physician");
  const meanings: Meaning[] = isPhysician ? ["author", "review", "approval"] : ["author"];
  const hasChanged = shown !== signOff.digest;
  const isBlocked = signOff.obligations.some((each) => each.waiver === null);
  const settled = { onSettled: () => setPassword("") };
  // Out of the password's field: from here the keys of the review answer again.
  const signed = () => {
    setMeaning(null);
    form.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (meaning !== null) {
      sign.mutate({ meaning, digest: shown, password }, { ...settled, onSuccess: signed });
    }
  };
  return (
    <form onSubmit={submit} aria-label={t`Sign the chart`} data-sign tabIndex={-1} ref={form}>
      <fieldset>
        <legend>{t`My signature means`}</legend>
        {meanings.map((each) => (
          <label key={each} className="choice">
            <input type="radio" name="meaning" checked={meaning === each} onChange={() => setMeaning(each)} />
            <span>
              <b>{meaningWords[each].is}</b>: {meaningWords[each].says}
            </span>
          </label>
        ))}
      </fieldset>
      <PasswordInput
        label={t`Your password`}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {hasChanged && (
        <p role="alert">
          {t`The chart has changed since it was shown to you.`}{" "}
          <button type="button" className="btn" onClick={() => setShown(signOff.digest)}>
            {t`I have looked at it again`}
          </button>
        </p>
      )}
      <p className="note">
        <Trans>
          Signed is the chart as it is now, SHA-256 <span className="digest">{shown}</span>
        </Trans>
      </p>
      <div className="actions">
        <button
          type="submit"
          className="btn btn--act"
          disabled={meaning === null || password === "" || hasChanged || isBlocked || sign.isPending}
        >
          {t`Sign`}
        </button>
        {isPhysician && signOff.signatures.some((each) => each.isCurrent) && (
          <button
            type="button"
            className="btn"
            disabled={password === "" || hasChanged || lock.isPending}
            onClick={() => lock.mutate({ digest: shown, password }, settled)}
          >
            {t`Lock`}
          </button>
        )}
      </div>
      <p role="status">{lock.isSuccess ? t`Locked.` : sign.isSuccess && t`Signed.`}</p>
      <p role="alert">{sign.error?.message ?? lock.error?.message}</p>
    </form>
  );
}
