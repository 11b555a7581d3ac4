import { t } from "@lingui/core/macro";
import "./people.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { people } from "./api";
import { Invite, LinkShown } from "./Invite";
import { MemberSection } from "./MemberSection";
import { type Act, useStaff } from "./useStaff";

/** Who belongs to the clinic and what they may do, for its manager. */
export default function PeoplePage() {
  const { me } = useSignedIn();
  const { note, problem, link, query, act } = useStaff();
  const { data } = query;
  const isManager = me.roles.includes("manager");

  return (
    <Page title={t`People`} className="sheets">
      <p role="status" className="notice">
        {note || (isManager ? t`Nobody changes their own roles.` : t`A manager sees and changes them.`)}
      </p>
      {problem && (
        <p className="notice" role="alert">
          {problem}
        </p>
      )}
      {link && <LinkShown link={link} />}
      {isManager && <Reading query={query} what={t`The people`} />}
      {data && (
        <>
          <Invite act={act} />
          <section aria-label={t`Everybody`}>
            <h2>{t`Everybody`}</h2>
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

function IdleLockSection({ act }: { act: Act }) {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ["idle-lock", clinic],
    queryFn: ({ signal }) => people.idleLock(clinic, signal),
    retry: retryUnreachable,
  });
  const { data } = query;
  const [typed, setTyped] = useState<string | null>(null);
  if (!data) return <Reading query={query} what={t`When screens lock`} />;
  const value = typed ?? String(data.minutes);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await act(() => people.setIdleLock(clinic, Number(value)), t`Counts from each person's next sign-in.`)) {
      await queries.invalidateQueries({ queryKey: ["idle-lock", clinic] });
      setTyped(null);
    }
  };
  return (
    <section aria-labelledby="people-lock">
      <h2 id="people-lock">{t`Screens lock`}</h2>
      <form className="sheet-tools" onSubmit={(event) => void submit(event)}>
        <label>
          {t`After minutes without a touch, 1 to 60`}
          <input type="number" min={1} max={60} value={value} onChange={(event) => setTyped(event.target.value)} />
        </label>
        <button type="submit" className="btn" disabled={typed === null}>
          {t`Set`}
        </button>
      </form>
      <p>{t`The board stays to be seen; its controls are closed until the same person is back, or another signs in.`}</p>
    </section>
  );
}
