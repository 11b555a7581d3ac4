import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { useSignedIn } from "../session/SessionContext";
import { language } from "../texts";
import { type NewLink, people } from "./api";
import { RoleBoxes } from "./RoleBoxes";
import type { Act } from "./useStaff";

export function LinkShown({ link }: { link: NewLink }) {
  return (
    <section aria-label={t`The link`}>
      <p>
        <Trans>
          <b>The link, shown this once.</b> Give it to that person and nobody else. It works once, until{" "}
          {new Date(link.expiresAt).toLocaleString(language.formats, { dateStyle: "medium", timeStyle: "short" })}.
        </Trans>
      </p>
      <output className="one-time-link">{`${window.location.origin}${link.path}`}</output>
    </section>
  );
}

/** @param roles What is ticked to begin with. */
export function Invite({ act, roles = [] }: { act: Act; roles?: string[] }) {
  const { clinic } = useSignedIn();
  const [name, setName] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [given, setGiven] = useState<string[]>(roles);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (
      await act(
        () => people.invite(clinic, name.trim(), displayName.trim(), given),
        t`${displayName.trim()} is invited.`,
      )
    ) {
      setName("");
      setDisplayName("");
      setGiven(roles);
    }
  };
  return (
    <section aria-labelledby="people-invite">
      <h2 id="people-invite">{t`Invite somebody`}</h2>
      <form className="invite" onSubmit={(event) => void submit(event)}>
        <div className="sheet-tools">
          <label>
            {t`Sign-in name`}
            <input
              value={name}
              maxLength={40}
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <label>
            {t`Name as it stands in charts`}
            <input value={displayName} maxLength={200} onChange={(event) => setDisplayName(event.target.value)} />
          </label>
        </div>
        <RoleBoxes given={given} change={setGiven} />
        <button
          type="submit"
          className="btn"
          disabled={name.trim() === "" || displayName.trim() === "" || given.length === 0}
        >
          {t`Invite`}
        </button>
      </form>
    </section>
  );
}
