import { useState } from "react";
import { useSignedIn } from "../session/SessionContext";
import { type Member, people } from "./api";
import { RoleBoxes } from "./RoleBoxes";
import type { Act } from "./useStaff";

const at = (iso: string) => new Date(iso).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

function standing(member: Member): string {
  if (member.state === "deactivated") return "deactivated: signs in nowhere";
  if (member.state === "invited")
    return member.linkExpiresAt ? `invited, link until ${at(member.linkExpiresAt)}` : "invited, without a link";
  return member.linkExpiresAt ? `a link to a new password waits until ${at(member.linkExpiresAt)}` : "may sign in";
}

/** One person: how they stand, and what a manager may do about it. */
export function MemberSection({ member, act }: { member: Member; act: Act }) {
  const { me, clinic } = useSignedIn();
  const [roles, setRoles] = useState<string[] | null>(null);
  const who = member.displayName;
  const clinics = member.clinics.map((id) => me.clinics.find((each) => each.id === id)?.name ?? id).join(", ");
  const change = async () => {
    if (roles && (await act(() => people.setRoles(clinic, member.id, roles), `${who} has other roles.`)))
      setRoles(null);
  };
  return (
    <li>
      <div className="member">
        <p>
          <b>{who}</b> <span className="tag">{member.name}</span>
          <small>
            {member.roles.join(", ").replaceAll("_", " ")} · {clinics}
          </small>
        </p>
        <p>
          {standing(member)}
          {member.lockedUntil && `, locked until ${at(member.lockedUntil)} after wrong passwords`}
          <small>
            {member.lastSeenAt ? `last seen ${at(member.lastSeenAt)}` : "never seen"}
            {member.hasSecondFactor && " · second factor"}
            {member.passkeys > 0 && ` · ${member.passkeys} passkeys`}
          </small>
        </p>
        {member.isOneself ? (
          <p>You</p>
        ) : (
          <fieldset className="member-acts" aria-label={`For ${who}`}>
            {member.state === "deactivated" ? (
              <button
                type="button"
                className="btn"
                onClick={() => void act(() => people.setActive(clinic, member.id, true), `${who} may sign in again.`)}
              >
                Reactivate
              </button>
            ) : (
              <>
                <button type="button" className="btn" onClick={() => setRoles(roles ? null : member.roles)}>
                  {roles ? "Leave the roles" : "Change roles"}
                </button>
                <button
                  type="button"
                  className="btn"
                  onClick={() =>
                    void act(
                      () => people.link(clinic, member.id, false),
                      member.state === "invited"
                        ? `${who} has a new invitation; the one before is worth nothing.`
                        : `${who} sets another password by this link.`,
                    )
                  }
                >
                  {member.state === "invited" ? "Invite again" : "New password"}
                </button>
                {member.state === "active" && (member.hasSecondFactor || member.passkeys > 0) && (
                  <button
                    type="button"
                    className="btn"
                    onClick={() =>
                      void act(
                        () => people.link(clinic, member.id, true),
                        `When ${who} uses this link, second factor and passkeys are gone.`,
                      )
                    }
                  >
                    Phone or key is lost
                  </button>
                )}
                {member.linkExpiresAt && (
                  <button
                    type="button"
                    className="btn"
                    onClick={() =>
                      void act(() => people.withdraw(clinic, member.id), `The link for ${who} is withdrawn.`)
                    }
                  >
                    Withdraw the link
                  </button>
                )}
                {member.state === "active" && (
                  <button
                    type="button"
                    className="btn"
                    onClick={() =>
                      void act(() => people.setActive(clinic, member.id, false), `${who} is signed out everywhere.`)
                    }
                  >
                    Deactivate
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
            Save the roles of {who}
          </button>
        </form>
      )}
    </li>
  );
}
