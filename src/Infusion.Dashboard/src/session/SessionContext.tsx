import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from "react";
import { useLive } from "../live/LiveContext";
import type { Me } from "./contract";
import type { CommandOutbox, NewCommand, Posted } from "./outbox";

export interface SignedIn {
  me: Me;
  clinic: string;
  chooseClinic: (clinic: string) => void;
  outbox: CommandOutbox;
}

const SignedInContext = createContext<SignedIn | null>(null);

export const SignedInProvider = ({ signedIn, children }: { signedIn: SignedIn; children: ReactNode }) => (
  <SignedInContext value={signedIn}>{children}</SignedInContext>
);

export function useSignedIn(): SignedIn {
  const signedIn = useContext(SignedInContext);
  if (!signedIn) throw new Error("Nobody is signed in above this component.");
  return signedIn;
}

export type Send = (session: string, command: NewCommand) => Promise<boolean>;

/** Sends a command; false when the server refused it. The reason stands in the outbox for all to see. */
export function useSend(): Send {
  const { clinic, outbox } = useSignedIn();
  return (session, command) =>
    outbox.send(clinic, session, command).then(
      () => true,
      () => false,
    );
}

export function usePosted(session: string | null): Posted[] {
  const { outbox } = useSignedIn();
  const posted = useSyncExternalStore(outbox.subscribe, outbox.list);
  return session === null ? [] : posted.filter((p) => p.session === session);
}

/** Lets go of commands once the journal has them, and sends on those that a writer took with it. */
export function useFollowCharting(): void {
  const { clinic, outbox } = useSignedIn();
  const posted = useSyncExternalStore(outbox.subscribe, outbox.list);
  const epoch = useLive((state) => state.epoch);
  const committedInput = useLive((state) => state.committedInput);
  useEffect(() => {
    if (posted.some((p) => p.outcome.kind === "taken")) outbox.followCharting(clinic, epoch, committedInput);
  }, [posted, clinic, outbox, epoch, committedInput]);
}
