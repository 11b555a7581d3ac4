import { t } from "@lingui/core/macro";
import { Refused } from "../session/api";
import { clock, dayWords } from "./days";
import { type FreeSlot, nearestIn } from "./nearest";

interface Props {
  error: Error | null;
  /** Takes what the refusal says would work; absent: nothing can be taken here. */
  take?: (slot: FreeSlot) => void;
  verb?: string;
}

/** Which rule is against it, and what would work as a button. Nothing was changed. */
export function Refusal({ error, take, verb = t`Take` }: Props) {
  if (!error) return <div role="alert" />;
  const slot = take && error instanceof Refused ? nearestIn(error.message) : null;
  return (
    <div role="alert" className="pw-refusal">
      <p>
        <b>{error instanceof Refused ? t`Not done.` : t`No answer yet.`}</b> {error.message}
        {!(error instanceof Refused) && t` Press again: it is done once, however often it is sent.`}
      </p>
      {slot && (
        <button type="button" className="btn btn--tall" onClick={() => take?.(slot)}>
          {verb} {dayWords(slot.day)} {clock(slot.time)}
        </button>
      )}
    </div>
  );
}

export const codeOf = (error: Error | null): string | null =>
  error instanceof Refused && typeof error.problem.code === "string" ? error.problem.code : null;

/** What becomes of something that was sent and is not answered. */
export const pendingWords = ({ isPending, failureCount }: { isPending: boolean; failureCount: number }): string => {
  if (!isPending) return "";
  return failureCount > 0 ? t`No answer yet. It is sent again by itself, and done once.` : t`Sending.`;
};
