import { t } from "@lingui/core/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { BoardPage } from "../board/BoardPage";
import { LiveFeed } from "../live/LiveFeed";
import { WithoutLive } from "../live/WithoutLive";
import { readStored, store } from "../ui/stored";
import { Waiting } from "../ui/Waiting";
import { api, onSignedOut, Refused } from "./api";
import type { Me } from "./contract";
import { drafts } from "./drafts";
import { Lockable } from "./Lockable";
import { lock } from "./lock";
import { CommandOutbox } from "./outbox";
import { pagesWithoutBoard, seesBoard } from "./roles";
import { type SignedIn, SignedInProvider } from "./SessionContext";
import { UndoBar } from "./UndoBar";

const clinicKey = "infusion.clinic";

function rememberedClinic(me: Me): string | undefined {
  const remembered = readStored(clinicKey);
  return (me.clinics.find((clinic) => clinic.id === remembered) ?? me.clinics[0])?.id;
}

/** Everything behind the sign-in. A server that is away does not sign anyone out. */
export function SignedInPages({ live = true }: { live?: boolean }) {
  const location = useLocation();
  const queries = useQueryClient();
  const [signedOut, setSignedOut] = useState(false);
  const { data: me, error } = useQuery({
    queryKey: ["me"],
    queryFn: ({ signal }) => api.me(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (_count, problem) => !(problem instanceof Refused),
    retryDelay: 2000,
  });

  useEffect(
    () =>
      onSignedOut(() => {
        setSignedOut(true);
        // What one person was allowed to read must not be there for the next.
        queries.clear();
      }),
    [queries],
  );

  if (signedOut || (error instanceof Refused && error.status === 401)) {
    return <Navigate to="/sign-in" replace state={{ from: location.pathname }} />;
  }
  if (error) return <Waiting>{error.message}</Waiting>;
  if (!me) return <Waiting>{t`Waiting for the server.`}</Waiting>;
  return <SignedInClinic me={me} live={live} />;
}

function SignedInClinic({ me, live }: { me: Me; live: boolean }) {
  const [clinic, setClinic] = useState(() => {
    // Before any form asks for what was typed.
    drafts.belongTo(me.name);
    return rememberedClinic(me);
  });
  const [outbox] = useState(() => new CommandOutbox());
  const { pathname } = useLocation();
  const isLocked = useSyncExternalStore(lock.subscribe, lock.isLocked);
  const [who] = useState(me.name);
  useEffect(() => {
    // Somebody else has signed in, in another tab of this browser: nothing of the one before stays on this one.
    if (me.name !== who) window.location.assign("/");
  }, [me.name, who]);
  const signedIn = useMemo<SignedIn | null>(
    () =>
      clinic === undefined
        ? null
        : {
            me,
            clinic,
            outbox,
            chooseClinic: (id) => {
              store(clinicKey, id);
              setClinic(id);
            },
          },
    [me, clinic, outbox],
  );
  if (!signedIn)
    return <Waiting>{t`${me.displayName} belongs to no clinic. A clinic manager can change that.`}</Waiting>;
  if (!live) {
    // Who has left this screen leaves the board on it.
    if (isLocked && seesBoard(me.roles)) return <Navigate to="/" replace />;
    return (
      <SignedInProvider signedIn={signedIn}>
        <WithoutLive>
          <Lockable me={me} board={null}>
            <Outlet />
          </Lockable>
        </WithoutLive>
      </SignedInProvider>
    );
  }
  if (me.roles.length > 0 && me.roles.every((role) => role === "auditor")) return <Navigate to="/audit" replace />;
  const quiet = pagesWithoutBoard(me.roles);
  if (quiet) {
    return (
      <SignedInProvider signedIn={signedIn}>
        <WithoutLive>
          <Lockable me={me} board={null}>
            {quiet.includes(pathname) ? <Outlet /> : <Navigate to={quiet[0]} replace />}
          </Lockable>
        </WithoutLive>
      </SignedInProvider>
    );
  }
  return (
    <SignedInProvider signedIn={signedIn}>
      <LiveFeed key={signedIn.clinic} clinic={signedIn.clinic}>
        <Lockable me={me} board={<BoardPage />}>
          <Outlet />
          <UndoBar />
        </Lockable>
      </LiveFeed>
    </SignedInProvider>
  );
}
