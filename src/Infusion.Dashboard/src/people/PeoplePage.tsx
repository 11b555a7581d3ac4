import "./people.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { Page } from "../ui/Page";
import { type NewLink, people } from "./api";
import { MemberSection } from "./MemberSection";
import { RoleBoxes } from "./RoleBoxes";

/** What is asked for: its answer may be a link, which is shown once. */
export type Act = (what: () => Promise<unknown>, done: string) => Promise<boolean>;

/** Who belongs to the clinic and what they may do, for its manager. */
export default function PeoplePage() {
  const { me, clinic } = useSignedIn();
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState("");
  const [link, setLink] = useState<NewLink | null>(null);
  const { data, error } = useQuery({
    queryKey: ["staff", clinic],
    queryFn: ({ signal }) => people.list(clinic, signal),
    enabled: me.roles.includes("manager"),
    retry: retryUnreachable,
  });

  const act: Act = async (what, done) => {
    setNote("");
    setProblem("");
    setLink(null);
    try {
      const answer = await what();
      if (answer && typeof answer === "object" && "path" in answer) setLink(answer as NewLink);
      setNote(done);
      await queries.invalidateQueries({ queryKey: ["staff", clinic] });
      await queries.invalidateQueries({ queryKey: ["people", clinic] });
      return true;
    } catch (failed) {
      setProblem(failed instanceof Error ? failed.message : "No answer.");
      return false;
    }
  };

  return (
    <Page title="People" className="sheets">
      <p role="status" className="notice">
        {note ||
          (me.roles.includes("manager") ? "Nobody changes their own roles." : "A manager sees and changes them.")}
      </p>
      {problem && (
        <p className="notice" role="alert">
          {problem}
        </p>
      )}
      {link && <LinkShown link={link} />}
      {error && <p className="notice">{error.message}</p>}
      {data && (
        <>
          <Invite act={act} />
          <section aria-label="Everybody">
            <h2>Everybody</h2>
            <ul className="members">
              {data.map((member) => (
                <MemberSection key={member.id} member={member} act={act} />
              ))}
            </ul>
          </section>
          <IdleLockSection act={act} />
        </>
      )}
    </Page>
  );
}

function LinkShown({ link }: { link: NewLink }) {
  return (
    <section aria-label="The link">
      <p>
        <b>The link, shown this once.</b> Give it to that person and nobody else. It works once, until{" "}
        {new Date(link.expiresAt).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })}.
      </p>
      <output className="one-time-link">{`${window.location.origin}${link.path}`}</output>
    </section>
  );
}

function Invite({ act }: { act: Act }) {
  const { clinic } = useSignedIn();
  const [name, setName] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [given, setGiven] = useState<string[]>([]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (
      await act(
        () => people.invite(clinic, name.trim(), displayName.trim(), given),
        `${displayName.trim()} is invited.`,
      )
    ) {
      setName("");
      setDisplayName("");
      setGiven([]);
    }
  };
  return (
    <section aria-labelledby="people-invite">
      <h2 id="people-invite">Invite somebody</h2>
      <form className="invite" onSubmit={(event) => void submit(event)}>
        <div className="sheet-tools">
          <label>
            Sign-in name
            <input
              value={name}
              maxLength={40}
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <label>
            Name as it stands in charts
            <input value={displayName} maxLength={200} onChange={(event) => setDisplayName(event.target.value)} />
          </label>
        </div>
        <RoleBoxes given={given} change={setGiven} />
        <button
          type="submit"
          className="btn"
          disabled={name.trim() === "" || displayName.trim() === "" || given.length === 0}
        >
          Invite
        </button>
      </form>
    </section>
  );
}

function IdleLockSection({ act }: { act: Act }) {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ["idle-lock", clinic],
    queryFn: ({ signal }) => people.idleLock(clinic, signal),
    retry: retryUnreachable,
  });
  const [typed, setTyped] = useState<string | null>(null);
  if (!data) return null;
  const value = typed ?? String(data.minutes);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await act(() => people.setIdleLock(clinic, Number(value)), "Counts from each person's next sign-in.")) {
      await queries.invalidateQueries({ queryKey: ["idle-lock", clinic] });
      setTyped(null);
    }
  };
  return (
    <section aria-labelledby="people-lock">
      <h2 id="people-lock">Screens lock</h2>
      <form className="sheet-tools" onSubmit={(event) => void submit(event)}>
        <label>
          After minutes without a touch, 1 to 60
          <input type="number" min={1} max={60} value={value} onChange={(event) => setTyped(event.target.value)} />
        </label>
        <button type="submit" className="btn" disabled={typed === null}>
          Set
        </button>
      </form>
      <p>The board stays to be seen; its controls are closed until the same person is back, or another signs in.</p>
    </section>
  );
}
