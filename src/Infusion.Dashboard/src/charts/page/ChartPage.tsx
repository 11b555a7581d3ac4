import "./chart.css";
import { Link, useParams } from "react-router";
import { useClock } from "../../live/LiveContext";
import { useSignedIn } from "../../session/SessionContext";
import { Page } from "../../ui/Page";
import { Waiting } from "../../ui/Waiting";
import { SignOffPanel } from "../signing/SignOffPanel";
import { ChartGraph } from "./ChartGraph";
import { ChartSection } from "./ChartSection";
import type { ChartDocument } from "./contract";
import { chartPdfPath, rereadMs, useChart } from "./queries";

/** The picture stands after this section, as in the PDF. */
const beforeGraph = "order";

/** The chart of one session, on paper in every mode of the screen. It writes itself while the session runs. */
export default function ChartPage() {
  const { session = "" } = useParams();
  const { clinic } = useSignedIn();
  const { data: chart, error, failureReason, dataUpdatedAt } = useChart(session);
  return (
    <Page title="Chart" className="charts">
      <div className="chart-tools">
        <Link className="btn" to="/sessions">
          Sessions
        </Link>
        {chart && !chart.status.isComplete && (
          <Link className="btn" to={`/chairs/${encodeURIComponent(chart.identity.chair)}`}>
            Chair {chart.identity.chair}
          </Link>
        )}
        {chart && (
          <>
            <a className="btn btn--act" href={chartPdfPath(clinic, session)} target="_blank" rel="noreferrer">
              Open as PDF
            </a>
            <button type="button" className="btn" onClick={() => window.print()}>
              Print this page
            </button>
          </>
        )}
      </div>
      {error && !chart && (
        <p className="notice" role="alert">
          The chart could not be read: {error.message}
        </p>
      )}
      {!chart && !error && <Waiting>Reading the chart.</Waiting>}
      {chart && (
        <>
          <Currency chart={chart} hasFailed={failureReason !== null} readAt={dataUpdatedAt} />
          <Paper chart={chart} />
          <div className="chart-sign">
            <SignOffPanel session={session} />
          </div>
        </>
      )}
    </Page>
  );
}

/** Says as of when the chart is, and when it is not current any more. */
function Currency({ chart, hasFailed, readAt }: { chart: ChartDocument; hasFailed: boolean; readAt: number }) {
  // Its own clock against its own: the server's may run at another speed. The ticker only says when to look.
  const isOld = useClock(() => Date.now() - readAt > 4 * rereadMs);
  const isStale = hasFailed || (isOld && !chart.status.isComplete);
  return isStale ? (
    <p className="notice chart-stale" role="alert">
      Not current: the chart could not be read again. What is shown is as it was: {chart.status.text}
    </p>
  ) : (
    <p className="notice" role="status">
      {chart.status.isComplete ? "Complete." : "Live: it is read again every few seconds."}
    </p>
  );
}

function Paper({ chart }: { chart: ChartDocument }) {
  const who = chart.identity;
  return (
    <article className="chart-paper" aria-labelledby="chart-whose">
      <header>
        <div>
          <h2 id="chart-whose">{who.patient}</h2>
          <p>
            born {who.birthDate} · MRN {who.mrn}
          </p>
          <p>
            {who.clinic}, chair {who.chair}, {who.day}. Times: {who.timeZone}. Session {who.session}
          </p>
        </div>
        {who.isSimulated && <b>SIMULATED DATA</b>}
      </header>
      <p className="chart-status">{chart.status.text}</p>
      {chart.sections.map((section) => (
        <div key={section.key}>
          <ChartSection section={section} />
          {section.key === beforeGraph && <ChartGraph graph={chart.graph} />}
        </div>
      ))}
    </article>
  );
}
