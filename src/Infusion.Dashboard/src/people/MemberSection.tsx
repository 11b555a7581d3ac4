import { t } from "@lingui/core/macro";
import { useState } from "react";
import { roleList } from "../session/roles";
import { useSignedIn } from "../session/SessionContext";
import { language } from "../texts";
import { type Member, people } from "./api";
import { RoleBoxes } from "./RoleBoxes";
import type { Act } from "./useStaff";

const at = (iso: string) => new Date(iso).toLocaleString(language.formats, { dateStyle: "medium", timeStyle: "short" });

function standing(member: Member): string {
  if (member.state === "deactivated") return t`deactivated: signs in nowhere`;
  if (member.state === "invited")
    return member.linkExpiresAt ? t`invited, link until ${at(member.linkExpiresAt)}` : t`invited, without a link`;
  return member.linkExpiresAt ? t`a link to a new password waits until ${at(member.linkExpiresAt)}` : t`may sign in`;
}

/** One person: how they stand, and what a manager may do about it. */
export function MemberSection({ member, act }: { member: Member; act: Act }) {
  const { me, clinic } = useSignedIn();
  const [roles, setRoles] = useState<string[] | null>(null);
  const who = member.displayName;
  const clinics = member.clinics.map((id) => me.clinics.find((each) => each.id === id)?.name ?? id).join(", ");
  const change = async () => {
    if (roles && (await act(() => people.setRoles(clinic, member.id, roles), t`${who} has other roles.`)))
      setRoles(null);
  };
  return (
    <li>
      <div className="member">
        <p>
          <b>{who}</b> <span className="tag">{member.name}</span>
          <small>
            {roleList(member.roles)} · {clinics}
          </small>
        </p>
        <p>
          {standing(member)}
          {member.lockedUntil && t`, locked until ${at(member.lockedUntil)} after wrong passwords`}
          <small>
            {member.lastSeenAt ? t`last seen ${at(member.lastSeenAt)}` : t`never seen`}
            {member.hasSecondFactor && t` · second factor`}
            {member.passkeys > 0 && t` · ${member.passkeys} passkeys`}
          </small>
        </p>
        {member.isOneself ? (
          <p>{t`You`}</p>
        ) : (
          <fieldset className="member-acts" aria-label={t`For ${who}`}>
            {member.state === "deactivated" ? (
              <button
                type="button"
                className="btn"
                onClick={() => void act(() => people.setActive(clinic, member.id, true), t`${who} may sign in again.`)}
              >
                {t`Reactivate`}
              </button>
            ) : (
              <>
                <button type="button" className="btn" onClick={() => setRoles(roles ? null : member.roles)}>
                  {roles ? t`Leave the roles` : t`Change roles`}
                </button>
                <button
                  type="button"
                  className="btn"
                  onClick={() =>
                    void act(
                      () => people.link(clinic, member.id, false),
                      member.state === "invited"
                        ? t`${who} has a new invitation; the one before is worth nothing.`
                        : t`${who} sets another password by this link.`,
                    )
                  }
                >
                  {member.state === "invited" ? t`Invite again` : t`New password`}
                </button>
                {member.state === "active" && (member.hasSecondFactor || member.passkeys > 0) && (
                  <button
                    type="button"
                    className="btn"
                    onClick={() =>
                      void act(
                        () => people.link(clinic, member.id, true),
                        t`When ${who} uses this link, second factor and passkeys are gone.`,
                      )
                    }
                  >
                    {t`Phone or key is lost`}
                  </button>
                )}
                {member.linkExpiresAt && (
                  <button
                    type="button"
                    className="btn"
                    onClick={() =>
                      void act(() => people.withdraw(clinic, member.id), t`The link for ${who} is withdrawn.`)
                    }
                  >
                    {t`Withdraw the link`}
                  </button>
                )}
                {member.state === "active" && (
                  <button
                    type="button"
                    className="btn"
                    onClick={() =>
                      void act(() => people.setActive(clinic, member.id, false), t`${who} is signed out everywhere.`)
                    }
                  >
                    {t`Deactivate`}
                  </button>
                )}
              </>
            )}
          </fieldset>
        )}
      </div>
      {roles && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void change();
          }}
        >
          <RoleBoxes given={roles} change={setRoles} />
          <button type="submit" className="btn" disabled={roles.length === 0}>
            {t`Save the roles of ${who}`}
          </button>
        </form>
      )}
    </li>
  );
}
