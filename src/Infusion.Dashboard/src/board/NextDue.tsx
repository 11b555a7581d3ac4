import type { SessionView } from "../live/contract";
import { useClock, useIsCut } from "../live/LiveContext";
import { dueState, dueText, shortWord } from "../ui/due";

/** The observation that is due next, or has been due longest. Without a live clock nothing is said. */
export function NextDue({ session }: { session: Pick<SessionView, "due"> }) {
  const cut = useIsCut();
  const [first] = session.due;
  const text = useClock((nowMs) => (first ? `${shortWord(first.what)} ${dueText(first, nowMs)}` : null));
  const state = useClock((nowMs) => (first ? dueState(first, nowMs) : null));
  if (cut || text === null) return null;
  return <b className={`next-due is-${state}`}>{text}</b>;
}
