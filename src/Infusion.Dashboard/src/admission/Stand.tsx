import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useIsCut } from "../live/LiveContext";
import { ClockTime } from "../ui/ClockTime";

interface Props {
  error: Error | null;
  /** Epoch milliseconds of the last answer; 0: none. */
  readAt: number;
  has: boolean;
}

/** What is shown may be old, and then says so. Nothing while it is not. */
export function Stand({ error, readAt, has }: Props) {
  const cut = useIsCut();
  if (!has) {
    return (
      <p className="notice" role={error ? "alert" : "status"}>
        {error ? error.message : t`Reading.`}
      </p>
    );
  }
  return error || cut ? (
    <p className="notice" role="alert">
      <Trans>
        Not up to date: the server is not reached. This is how it stood at <ClockTime at={readAt} />. What you type
        stays here.
      </Trans>
    </p>
  ) : null;
}
