import "../styles/sheets.css";
import "./account.css";
import { PasswordInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { Link } from "react-router";
import { saySignedOut } from "../session/api";
import { retryUnreachable } from "../session/queries";
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
    document.title = "My account: Infusion";
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
      setProblem(failed instanceof Error ? failed.message : "No answer.");
      return false;
    }
  };

  return (
    <div className="page">
      <header className="account-bar">
        <Link className="btn" to="/">
          Back
        </Link>
        <h1 className="page-title">My account</h1>
        <span>
          {me.displayName}, signs in as <b>{me.name}</b>, {me.roles.join(", ").replaceAll("_", " ")}
        </span>
        <UserMenu />
      </header>
      <main className="sheets">
        <p role="status" className="notice">
          {note || "Roles and clinics are a manager's to change."}
        </p>
        {problem && (
          <p role="alert" className="notice">
            {problem}
          </p>
        )}
        <Reading query={query} what="Your account" />
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
    await act(() => account.changePassword(current, next), "The password is changed. Other browsers are signed out.");
    setCurrent("");
    setNext("");
  };
  return (
    <section aria-labelledby="account-password">
      <h2 id="account-password">Password</h2>
      <form className="sheet-tools" onSubmit={(event) => void submit(event)}>
        <PasswordInput
          label="Password now"
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description="12 characters or more; several words are fine."
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <button type="submit" className="btn" disabled={current === "" || next === ""}>
          Change the password
        </button>
      </form>
    </section>
  );
}

const howWords: Record<string, string> = {
  pwd: "password",
  mfa: "password and code",
  passkey: "passkey",
};

function SignInsSection({ signIns, act }: { signIns: SignIn[]; act: Act }) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = (iso: string) => `${calendarDay(Date.parse(iso), zone)}, ${clockTime(iso, zone)}`;
  return (
    <section aria-labelledby="account-sign-ins">
      <h2 id="account-sign-ins">Where I am signed in</h2>
      <ul className="sign-ins">
        {signIns.map((each) => (
          <li key={each.id}>
            <p>
              <b>{each.isThis ? "This browser" : each.origin || "Another browser"}</b>, by{" "}
              {howWords[each.how] ?? each.how} since {when(each.beganAt)}, last seen {when(each.lastSeenAt)}
              <small>{each.browser}</small>
            </p>
            {!each.isThis && (
              <button
                type="button"
                className="btn"
                onClick={() => void act(() => account.endSignIn(each.id), "That browser is signed out.")}
              >
                Sign it out
              </button>
            )}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="btn"
        onClick={async () => {
          if (await act(() => account.signOutEverywhere(), "Signed out everywhere.")) saySignedOut();
        }}
      >
        Sign out everywhere, here too
      </button>
    </section>
  );
}
