import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import { keys } from "../../keys/shortcuts";
import { useCharts } from "../queries";
import { placeOf } from "../worklist";

interface Props {
  session: string;
  isBeside: boolean;
  turnBeside: () => void;
  goSign: () => void;
}

const chartOf = (session: string): string => `/sessions/${session}/chart`;

/** Through the work list without going back to it, and to the signature: each by one key. */
export function ReviewBar({ session, isBeside, turnBeside, goSign }: Props) {
  const { data } = useCharts();
  const place = data ? placeOf(data.charts, session) : null;
  return (
    <nav className="chart-tools review-bar" aria-label={t`Review`}>
      <Link className="btn" to="/charts">
        {t`Work list`}
      </Link>
      <p role="status">
        {place === null
          ? t`The work list has not been read.`
          : place.at === null
            ? t`Not on the work list. ${place.of === 0 ? t`No chart waits.` : t`${place.of} wait.`}`
            : t`${place.at} of ${place.of} on the work list`}
      </p>
      {place?.previous && (
        <Link className="btn" to={chartOf(place.previous.session)} aria-keyshortcuts={keys.previousChart}>
          <Trans>
            Previous<span className="vh">: {place.previous.patientName}</span>
          </Trans>
        </Link>
      )}
      {place?.next && (
        <Link className="btn" to={chartOf(place.next.session)} aria-keyshortcuts={keys.nextChart}>
          <Trans>
            Next<span className="vh">: {place.next.patientName}</span>
          </Trans>
        </Link>
      )}
      <button
        type="button"
        className="btn"
        aria-pressed={isBeside}
        aria-keyshortcuts={keys.beside}
        onClick={turnBeside}
      >
        {t`Graph and alarms beside`}
      </button>
      <button type="button" className="btn" aria-keyshortcuts={keys.sign} onClick={goSign}>
        {t`To the signature`}
      </button>
    </nav>
  );
}
