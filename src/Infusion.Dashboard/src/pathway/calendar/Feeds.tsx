import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { useTimeZone } from "../../live/LiveContext";
import { useNames } from "../../session/queries";
import { isTherapistAlone } from "../../session/roles";
import { useSignedIn } from "../../session/SessionContext";
import { calendarDay } from "../../ui/format";
import type { Feed, FeedKind, Therapist } from "../contract";
import { useFeeds, useIssueFeed, useRevokeFeed } from "../queries";

interface Props {
  chairs: readonly string[];
  therapists: readonly Therapist[];
}

/** Links for a calendar program. They name no patient; whoever has the address can read it. */
export function Feeds({ chairs, therapists }: Props) {
  const { me } = useSignedIn();
  const isAlone = isTherapistAlone(me.roles);
  const { data: feeds, error } = useFeeds();
  const issue = useIssueFeed();
  const [of, setOf] = useState("");
  const choices: [value: string, words: string][] = [
    ...therapists
      .filter((each) => !isAlone || each.name === me.name)
      .map((each): [string, string] => [t`therapist ${each.name}`, each.displayName]),
    ...chairs.map((each): [string, string] => [t`chair ${each}`, t`Chair ${each}`]),
  ];
  const chosen = choices.some(([value]) => value === of) ? of : (choices[0]?.[0] ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [kind, ...name] = chosen.split(" ");
    issue.mutate({ kind: kind as FeedKind, of: name.join(" ") });
  };
  const nameOf = (feed: Feed) =>
    feed.kind === "chair"
      ? t`Chair ${feed.of}`
      : (therapists.find((each) => each.name === feed.of)?.displayName ?? feed.of);
  const standing = feeds?.filter((each) => each.revokedAt === null) ?? [];
  return (
    <section aria-labelledby="feeds-title">
      <h2 id="feeds-title">{t`Links for a calendar program`}</h2>
      <p className="note">
        {t`An iCalendar link shows when a chair or a therapist is taken, without any patient's name. Whoever has the address can read it; it is shown once, and can be revoked at any time.`}
      </p>
      {error && <p role="alert">{t`The links could not be read: ${error.message}`}</p>}
      <form className="sheet-tools" onSubmit={submit}>
        <label>
          {t`For`}
          <select value={chosen} onChange={(event) => setOf(event.target.value)}>
            {choices.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="btn" disabled={chosen === "" || issue.isPending}>
          {t`Make a link`}
        </button>
      </form>
      {issue.error && <p role="alert">{t`No link was made: ${issue.error.message}`}</p>}
      {issue.data?.url && <NewLink key={issue.data.id} feed={issue.data} name={nameOf(issue.data)} />}
      {standing.length > 0 && (
        <table className="sheet" aria-label={t`Links that stand`}>
          <thead>
            <tr>
              <th scope="col">{t`For`}</th>
              <th scope="col">{t`Made`}</th>
              <th scope="col">
                <span className="vh">{t`Revoke`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {standing.map((feed) => (
              <Standing key={feed.id} feed={feed} name={nameOf(feed)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function NewLink({ feed, name }: { feed: Feed; name: string }) {
  const [note, setNote] = useState("");
  const address = new URL(feed.url ?? "", location.href).href;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      setNote(t`Copied.`);
    } catch {
      setNote(t`This browser does not let a page copy; mark the address and copy it by hand.`);
    }
  };
  return (
    <div className="pw-link">
      <label>
        <span>{t`The link for ${name}. It is shown only now.`}</span>
        <input readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <button type="button" className="btn" onClick={() => void copy()}>
        {t`Copy`}
      </button>
      <p className="note" role="status">
        {note}
      </p>
    </div>
  );
}

function Standing({ feed, name }: { feed: Feed; name: string }) {
  const timeZone = useTimeZone();
  const by = useNames();
  const revoke = useRevokeFeed();
  const [isAsked, setAsked] = useState(false);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {calendarDay(feed.createdAt, timeZone)}, {by(feed.createdBy)}
      </td>
      <td className="pw-acts">
        {isAsked ? (
          <>
            <button type="button" className="btn" disabled={revoke.isPending} onClick={() => revoke.mutate(feed.id)}>
              {t`Yes, revoke the link for ${name}`}
            </button>
            <button type="button" className="btn" onClick={() => setAsked(false)}>
              {t`Keep it`}
            </button>
          </>
        ) : (
          <button
            type="button"
            className="btn"
            aria-label={t`Revoke the link for ${name}`}
            onClick={() => setAsked(true)}
          >
            {t`Revoke`}
          </button>
        )}
        {revoke.error && <p role="alert">{t`Not revoked: ${revoke.error.message}`}</p>}
      </td>
    </tr>
  );
}
