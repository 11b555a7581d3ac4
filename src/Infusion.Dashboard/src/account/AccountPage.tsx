import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "../styles/sheets.css";
import "./account.css";
import { PasswordInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { Link } from "react-router";
import { saySignedOut } from "../session/api";
import { retryUnreachable } from "../session/queries";
import { roleList } from "../session/roles";
import { useSignedIn } from "../session/SessionContext";
import { UserMenu } from "../ui/bar/UserMenu";
import { calendarDay, clockTime } from "../ui/format";
import { Reading } from "../ui/Reading";
import { account, type SignIn } from "./api";
import { PasskeysSection } from "./PasskeysSection";
import { PushSection } from "./PushSection";
import { SecondFactorSection } from "./SecondFactorSection";

/** Runs what a section asks for; says what came of it, and reads the account again. */
export type Act = (what: () => Promise<unknown>, done: string) => Promise<boolean>;

/** One's own password, second factor, passkeys and browsers. */
export default function AccountPage() {
  const { me } = useSignedIn();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ["account"],
    queryFn: ({ signal }) => account.read(signal),
    retry: retryUnreachable,
  });
  const { data } = query;
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState("");
  useEffect(() => {
    document.title = t`My account: Infusion`;
  }, []);

  const act: Act = async (what, done) => {
    setNote("");
    setProblem("");
    try {
      await what();
      setNote(done);
      await queries.invalidateQueries({ queryKey: ["account"] });
      return true;
    } catch (failed) {
      setProblem(failed instanceof Error ? failed.message : t`No answer.`);
      return false;
    }
  };

  return (
    <div className="page">
      <header className="account-bar">
        <Link className="btn" to="/">
          {t`Back`}
        </Link>
        <h1 className="page-title">{t`My account`}</h1>
        <span>
          <Trans>
            {me.displayName}, signs in as <b>{me.name}</b>, {roleList(me.roles)}
          </Trans>
        </span>
        <UserMenu />
      </header>
      <main className="sheets">
        <p role="status" className="notice">
          {note || t`Roles and clinics are a manager's to change.`}
        </p>
        {problem && (
          <p role="alert" className="notice">
            {problem}
          </p>
        )}
        <Reading query={query} what={t`Your account`} />
        {data && (
          <>
            <PasswordSection act={act} />
            <SecondFactorSection
              hasSecondFactor={data.hasSecondFactor}
              recoveryCodesLeft={data.recoveryCodesLeft}
              act={act}
            />
            <PasskeysSection passkeys={data.passkeys} act={act} />
            <PushSection act={act} />
            <SignInsSection signIns={data.signIns} act={act} />
          </>
        )}
      </main>
    </div>
  );
}

function PasswordSection({ act }: { act: Act }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await act(() => account.changePassword(current, next), t`The password is changed. Other browsers are signed out.`);
    setCurrent("");
    setNext("");
  };
  return (
    <section aria-labelledby="account-password">
      <h2 id="account-password">{t`Password`}</h2>
      <form className="sheet-tools" onSubmit={(event) => void submit(event)}>
        <PasswordInput
          label={t`Password now`}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={t`New password`}
          description={t`12 characters or more; several words are fine.`}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <button type="submit" className="btn" disabled={current === "" || next === ""}>
          {t`Change the password`}
        </button>
      </form>
    </section>
  );
}

const howWords: Record<string, string> = {
  pwd: "password",
  mfa: t`password and code`,
  passkey: "passkey",
};

function SignInsSection({ signIns, act }: { signIns: SignIn[]; act: Act }) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = (iso: string) => `${calendarDay(Date.parse(iso), zone)}, ${clockTime(iso, zone)}`;
  return (
    <section aria-labelledby="account-sign-ins">
      <h2 id="account-sign-ins">{t`Where I am signed in`}</h2>
      <ul className="sign-ins">
        {signIns.map((each) => (
          <li key={each.id}>
            <p>
              <Trans>
                <b>{each.isThis ? t`This browser` : each.origin || t`Another browser`}</b>, by{" "}
                {howWords[each.how] ?? each.how} since {when(each.beganAt)}, last seen {when(each.lastSeenAt)}
                <small>{each.browser}</small>
              </Trans>
            </p>
            {!each.isThis && (
              <button
                type="button"
                className="btn"
                onClick={() => void act(() => account.endSignIn(each.id), t`That browser is signed out.`)}
              >
                {t`Sign it out`}
              </button>
            )}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="btn"
        onClick={async () => {
          if (await act(() => account.signOutEverywhere(), t`Signed out everywhere.`)) saySignedOut();
        }}
      >
        {t`Sign out everywhere, here too`}
      </button>
    </section>
  );
}
