import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { Invite, LinkShown } from "../people/Invite";
import { useStaff } from "../people/useStaff";
import { roleList } from "../session/roles";
import { useSignedIn } from "../session/SessionContext";
import { Reading } from "../ui/Reading";

const stands = { active: t`may sign in`, invited: t`invited, has not come yet`, deactivated: t`deactivated` } as const;

/** Who works here: at least a physician and a nurse. */
export function PeopleStep() {
  const { me, clinic } = useSignedIn();
  const queries = useQueryClient();
  const [invited, setInvited] = useState(0);
  const { query, note, problem, link, act } = useStaff();
  const { data } = query;
  useEffect(() => {
    if (data) void queries.invalidateQueries({ queryKey: ["setup", clinic] });
  }, [data, queries, clinic]);
  if (!me.roles.includes("manager")) return null;
  const has = (...roles: string[]) => data?.some((member) => member.roles.some((role) => roles.includes(role)));
  const suggested = data && !has("physician") ? ["physician"] : data && !has("nurse", "charge_nurse") ? ["nurse"] : [];
  return (
    <>
      <p>
        {t`Each person gets a link that works once, for 72 hours, and sets a password by it. You can go on and invite them later.`}
      </p>
      <Reading query={query} what={t`The people`} />
      <p role="status">{note}</p>
      {problem && <p role="alert">{problem}</p>}
      {link && <LinkShown link={link} />}
      {data && (
        <Invite
          key={invited}
          roles={suggested}
          act={async (what, done) => {
            const isDone = await act(what, done);
            // A form of its own for the next: begun with the role that is missing now.
            if (isDone) setInvited((before) => before + 1);
            return isDone;
          }}
        />
      )}
      {data && (
        <ul className="setup-list" aria-label={t`Who there is`}>
          {data.map((member) => (
            <li key={member.id}>
              <b>{member.displayName}</b> <span>{roleList(member.roles)}</span> <small>{stands[member.state]}</small>
            </li>
          ))}
        </ul>
      )}
      <p>
        <Trans>
          <Link to="/people">People</Link>: roles, new links, when screens lock.
        </Trans>
      </p>
    </>
  );
}
