import { useIsCut, useLive } from "../live/LiveContext";
import { clockTime } from "../ui/format";

interface Props {
  error: Error | null;
  /** Epoch milliseconds of the last answer; 0: none. */
  readAt: number;
  has: boolean;
}

/** What is shown may be old, and then says so. Nothing while it is not. */
export function Stand({ error, readAt, has }: Props) {
  const cut = useIsCut();
  const timeZone = useLive((state) => state.clinic?.timeZone ?? "UTC");
  if (!has) {
    return (
      <p className="notice" role={error ? "alert" : "status"}>
        {error ? error.message : "Reading."}
      </p>
    );
  }
  return error || cut ? (
    <p className="notice" role="alert">
      Not up to date: the server is not reached. This is how it stood at {clockTime(readAt, timeZone)}. What you type
      stays here.
    </p>
  ) : null;
}
