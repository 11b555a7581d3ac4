import { plural, t } from "@lingui/core/macro";
import { useEffect, useState } from "react";

/** From then on a page that waits says that it is slow, and that it still tries. */
export const slowAfterMs = 4_000;

interface Props {
  /** As react-query has it. */
  query: {
    data: unknown;
    error: Error | null;
    isFetching: boolean;
    failureCount: number;
    refetch: () => unknown;
  };
  /** Begins a sentence: "The charts". */
  what: string;
  /** null or absent: there is something. Otherwise what stands in place of an empty list. */
  empty?: string | null;
}

/**
 * What a page says while it has nothing, nothing new, or nothing at all: loading, slow, failed, failed with something old below, empty.
 * Nothing when all is well.
 */
export function Reading({ query, what, empty = null }: Props) {
  const { data, error, isFetching, failureCount, refetch } = query;
  const isSlow = useIsSlow(data === undefined && error === null);
  if (error) {
    return (
      <div className="notice reading" role="alert">
        <p>
          {t`${what} could not be read: ${error.message}`}
          {data !== undefined && t` What is shown is as it was before.`}
        </p>
        <button type="button" className="btn" disabled={isFetching} onClick={() => void refetch()}>
          {t`Try again`}
        </button>
      </div>
    );
  }
  if (data === undefined) {
    return (
      <p className="notice" role="status" aria-busy="true">
        {t`${what}: reading.`}
        {failureCount > 0
          ? plural(failureCount, {
              one: " The server has not answered once; this page goes on trying.",
              other: ` The server has not answered ${failureCount} times; this page goes on trying.`,
            })
          : isSlow && t` It takes longer than usual; this page goes on trying.`}
      </p>
    );
  }
  return empty === null ? null : <p className="notice">{empty}</p>;
}

function useIsSlow(isWaiting: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setSlow(true), slowAfterMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isWaiting]);
  return isWaiting && isSlow;
}
