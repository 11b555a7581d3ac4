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
    <nav className="chart-tools review-bar" aria-label="Review">
      <Link className="btn" to="/charts">
        Work list
      </Link>
      <p role="status">
        {place === null
          ? "The work list has not been read."
          : place.at === null
            ? `Not on the work list. ${place.of === 0 ? "No chart waits." : `${place.of} wait.`}`
            : `${place.at} of ${place.of} on the work list`}
      </p>
      {place?.previous && (
        <Link className="btn" to={chartOf(place.previous.session)} aria-keyshortcuts={keys.previousChart}>
          Previous<span className="vh">: {place.previous.patientName}</span>
        </Link>
      )}
      {place?.next && (
        <Link className="btn" to={chartOf(place.next.session)} aria-keyshortcuts={keys.nextChart}>
          Next<span className="vh">: {place.next.patientName}</span>
        </Link>
      )}
      <button
        type="button"
        className="btn"
        aria-pressed={isBeside}
        aria-keyshortcuts={keys.beside}
        onClick={turnBeside}
      >
        Graph and alarms beside
      </button>
      <button type="button" className="btn" aria-keyshortcuts={keys.sign} onClick={goSign}>
        To the signature
      </button>
    </nav>
  );
}
