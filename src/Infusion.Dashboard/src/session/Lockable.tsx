import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./lockable.css";
import { PasswordInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import { Announcer } from "../ui/Announcer";
import { CutBar } from "../ui/bar/CutBar";
import { Icon } from "../ui/Icon";
import { api, Refused } from "./api";
import type { Me } from "./contract";
import { lock } from "./lock";
import { askPasskey, hasPasskeys, NoPasskey } from "./passkeys";
import { SignInForm } from "./SignInForm";
import { useIdle } from "./useIdle";

interface Props {
  me: Me;
  /** What stays to be seen; null for whoever may not see the board. */
  board: ReactNode;
  children: ReactNode;
}

/**
 * A page, or when nobody has touched this screen for a while, the live board with its controls closed. The page itself
 * stays as it is, out of sight, and is there again when the same person is back.
 */
export function Lockable({ me, board, children }: Props) {
  const isLocked = useSyncExternalStore(lock.subscribe, lock.isLocked);
  const isBoardItself = useLocation().pathname === "/" && board !== null;
  useIdle(me.idleMinutes);
  const queries = useQueryClient();
  const wasLocked = useRef(isLocked);
  useEffect(() => {
    if (me.locked) lock.set(true);
  }, [me]);
  useEffect(() => {
    // What was not asked meanwhile is asked now, and who is here.
    if (wasLocked.current && !isLocked) void queries.invalidateQueries();
    wasLocked.current = isLocked;
  }, [isLocked, queries]);
  useEffect(() => {
    document.body.classList.toggle("is-locked", isLocked);
    return () => document.body.classList.remove("is-locked");
  }, [isLocked]);
  return (
    <>
      {isLocked && <LockPanel me={me} isWithBoard={board !== null} />}
      {isLocked && !isBoardItself && board !== null && <div inert>{board}</div>}
      <div inert={isLocked} hidden={isLocked && !isBoardItself}>
        {children}
      </div>
    </>
  );
}

/** Nothing of the one before stays, in no tab. */
function startAnew(): void {
  lock.set(false);
  window.location.assign("/");
}

function LockPanel({ me, isWithBoard }: { me: Me; isWithBoard: boolean }) {
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [isAnother, setAnother] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);

  const comeBack = async (unlock: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await unlock();
      lock.set(false);
      return;
    } catch (problem) {
      setError(
        problem instanceof Refused || problem instanceof NoPasskey
          ? problem.message
          : t`The server cannot be reached. The screen stays locked; try again.`,
      );
    }
    setPassword("");
    setBusy(false);
    input.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void comeBack(() => api.unlock(password));
  };

  return (
    <section className="lock-panel" aria-label={t`Locked`}>
      {isWithBoard && <Announcer />}
      {/* Without the server nobody can come back, and the sound of that has to be paused here. */}
      {isWithBoard && <CutBar />}
      <p className="lock-said" role="status">
        <Icon name="pause" />
        <span>
          <Trans>
            <b>Locked.</b> {isWithBoard ? t`The board stays; nothing can be done here` : t`Nothing can be done here`}{" "}
            until {me.displayName} is back, or somebody else signs in.
          </Trans>
        </span>
      </p>
      {isAnother ? (
        <div className="lock-other">
          <SignInForm words={t`Take over this screen`} done={startAnew} />
          <button type="button" className="btn" onClick={() => setAnother(false)}>
            {t`Back to ${me.displayName}`}
          </button>
        </div>
      ) : (
        <form onSubmit={submit} aria-label={t`Come back`}>
          <input type="text" name="username" autoComplete="username" value={me.name} readOnly hidden />
          <PasswordInput
            ref={input}
            label={t`Password of ${me.displayName}`}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t`Show the password` }}
          />
          <button type="submit" className="btn btn--act" disabled={busy || password === ""}>
            {t`Come back`}
          </button>
          {hasPasskeys() && (
            <button
              type="button"
              className="btn btn--tall"
              disabled={busy}
              onClick={() =>
                void comeBack(async () => api.unlockByPasskey(await askPasskey("/api/screen/unlock/passkey/options")))
              }
            >
              {t`With a passkey`}
            </button>
          )}
          <button type="button" className="btn btn--tall" onClick={() => setAnother(true)}>
            {t`Somebody else`}
          </button>
        </form>
      )}
      <p role="alert" className={error ? "refusal" : "vh"}>
        {error}
      </p>
    </section>
  );
}
