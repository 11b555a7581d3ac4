import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "../people/people.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useClock, useTimeZone } from "../live/LiveContext";
import { retryUnreachable, useNames } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { age, clockTime } from "../ui/format";
import { Page } from "../ui/Page";
import { displays } from "./api";
import type { DisplayRow, NewDisplay } from "./contract";

/** A server writes every 15 s which displays it has. */
const seenWithinMs = 40_000;
const readAgainMs = 15_000;

/** The screens on the clinic's walls, for its manager: made, looked after, revoked. */
export default function DisplaysPage() {
  const { me, clinic } = useSignedIn();
  const queries = useQueryClient();
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState("");
  const [made, setMade] = useState<NewDisplay | null>(null);
  const isManager = me.roles.includes("manager");
  const { data, error } = useQuery({
    queryKey: ["displays", clinic],
    queryFn: ({ signal }) => displays.list(clinic, signal),
    enabled: isManager,
    retry: retryUnreachable,
    refetchInterval: readAgainMs,
  });
  const act = async (what: () => Promise<unknown>, done: string): Promise<boolean> => {
    setProblem("");
    setMade(null);
    try {
      const answer = await what();
      if (answer && typeof answer === "object" && "path" in answer) setMade(answer as NewDisplay);
      setSaid(done);
      await queries.invalidateQueries({ queryKey: ["displays", clinic] });
      return true;
    } catch (failed) {
      setProblem(failed instanceof Error ? failed.message : t`No answer.`);
      return false;
    }
  };
  const revoke = (row: DisplayRow) =>
    void act(() => displays.revoke(clinic, row.id), t`${row.name} shows nothing more.`);

  return (
    <Page title={t`Wall displays`} className="sheets">
      <p role="status" className="notice">
        {said ||
          (isManager ? t`A display shows the chairs; nothing can be done at it.` : t`A manager looks after them.`)}
      </p>
      {(problem || error) && (
        <p className="notice" role="alert">
          {problem || error?.message}
        </p>
      )}
      {made && (
        <section aria-label={t`The link`}>
          <p>
            <Trans>
              <b>The link, shown this once.</b> Open it in the browser of that screen. It works once, for an hour.
            </Trans>
          </p>
          <output className="one-time-link">{`${window.location.origin}${made.path}`}</output>
        </section>
      )}
      {data && (
        <>
          <Hang make={(name) => act(() => displays.make(clinic, name), t`${name} waits for its link to be opened.`)} />
          <section aria-labelledby="displays-shown">
            <h2 id="displays-shown">{t`What walls show`}</h2>
            <label className="sheet-check">
              <input
                type="checkbox"
                checked={data.showsInitials}
                onChange={(event) => {
                  const shows = event.target.checked;
                  void act(
                    () => displays.showInitials(clinic, shows),
                    shows ? t`Walls show initials.` : t`Walls show chairs alone.`,
                  );
                }}
              />{" "}
              {t`Initials beside the chair. Without, the chair alone says who it is.`}
            </label>
          </section>
          <section aria-labelledby="displays-all">
            <h2 id="displays-all">{t`Displays`}</h2>
            {data.displays.length === 0 && <p>{t`No screen hangs on a wall of this clinic.`}</p>}
            <ul className="members">
              {data.displays.map((row) => (
                <Display key={row.id} row={row} revoke={() => revoke(row)} />
              ))}
            </ul>
          </section>
        </>
      )}
    </Page>
  );
}

function Hang({ make }: { make: (name: string) => Promise<boolean> }) {
  const [name, setName] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await make(name.trim())) setName("");
  };
  return (
    <section aria-labelledby="displays-new">
      <h2 id="displays-new">{t`Another display`}</h2>
      <form className="sheet-tools" onSubmit={(event) => void submit(event)}>
        <label>
          {t`Where it hangs`}
          <input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </label>
        <button type="submit" className="btn" disabled={name.trim() === ""}>
          {t`Make its link`}
        </button>
      </form>
    </section>
  );
}

function Display({ row, revoke }: { row: DisplayRow; revoke: () => void }) {
  const nameOf = useNames();
  const timeZone = useTimeZone();
  // Its instants are real ones, whatever the clinic's clock does in a demonstration.
  const seenAgoMs = useClock(() => (row.seenAt ? Math.max(0, Date.now() - Date.parse(row.seenAt)) : null));
  const words = {
    waiting: t`waits for its link, until ${clockTime(row.linkExpiresAt, timeZone)}`,
    late: t`its link was not opened in time`,
    enrolled:
      seenAgoMs === null
        ? t`never connected`
        : seenAgoMs < seenWithinMs
          ? t`connected`
          : t`not connected, last seen ${age(seenAgoMs)} ago`,
    revoked: row.revokedBy ? t`revoked by ${nameOf(row.revokedBy)}` : t`revoked`,
  }[row.state];
  return (
    <li className="member" aria-label={row.name}>
      <b>{row.name}</b>
      <span>
        {words}
        <small>{t`made by ${nameOf(row.madeBy)}`}</small>
      </span>
      <span className="member-acts">
        {row.state !== "revoked" && (
          <button type="button" className="btn" onClick={revoke}>
            {t`Revoke`}
          </button>
        )}
      </span>
    </li>
  );
}
