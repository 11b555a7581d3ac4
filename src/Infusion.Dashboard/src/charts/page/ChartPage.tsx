import { t } from "@lingui/core/macro";
import "./chart.css";
import "./review.css";
import { useRef, useState } from "react";
import { Link, useParams } from "react-router";
import { useClock } from "../../live/LiveContext";
import { useSignedIn } from "../../session/SessionContext";
import { Page } from "../../ui/Page";
import { Reading } from "../../ui/Reading";
import { readStored, store } from "../../ui/stored";
import { SignOffPanel } from "../signing/SignOffPanel";
import { ChartGraph } from "./ChartGraph";
import { ChartSection } from "./ChartSection";
import type { ChartDocument } from "./contract";
import { chartPdfPath, rereadMs, useChart } from "./queries";
import { ReviewBar } from "./ReviewBar";

/** The picture stands after this section, as in the PDF. */
const beforeGraph = "order";

const alarmsKey = "alarms";
const besideKey = "infusion.review.beside";

/** The chart of one session, on paper in every mode of the screen. It writes itself while the session runs. */
export default function ChartPage() {
  const { session = "" } = useParams();
  const { clinic } = useSignedIn();
  const query = useChart(session);
  const { data: chart, failureReason, dataUpdatedAt } = query;
  const [isBeside, setBeside] = useState(() => readStored(besideKey) === "yes");
  const side = useRef<HTMLDivElement>(null);
  const turnBeside = () => {
    store(besideKey, isBeside ? "no" : "yes");
    setBeside(!isBeside);
  };
  const goSign = () => {
    const field = side.current?.querySelector<HTMLElement>("[data-sign] input");
    const target = field ?? side.current?.querySelector<HTMLElement>("[data-sign]") ?? side.current;
    target?.focus();
    target?.scrollIntoView?.({ block: "center" });
  };
  return (
    <Page title={t`Chart`} className="charts review-page">
      <ReviewBar session={session} isBeside={isBeside} turnBeside={turnBeside} goSign={goSign} />
      <div className="chart-tools">
        <Link className="btn" to="/sessions">
          {t`Sessions`}
        </Link>
        {chart && !chart.status.isComplete && (
          <Link className="btn" to={`/chairs/${encodeURIComponent(chart.identity.chair)}`}>
            {t`Chair ${chart.identity.chair}`}
          </Link>
        )}
        {chart && (
          <>
            <a className="btn btn--act" href={chartPdfPath(clinic, session)} target="_blank" rel="noreferrer">
              {t`Open as PDF`}
            </a>
            <button type="button" className="btn" onClick={() => window.print()}>
              {t`Print this page`}
            </button>
          </>
        )}
      </div>
      {!chart && <Reading query={query} what={t`The chart`} />}
      {chart && (
        <>
          <Currency chart={chart} hasFailed={failureReason !== null} readAt={dataUpdatedAt} />
          <div className={`review${isBeside ? " is-beside" : ""}`}>
            <Paper chart={chart} isBeside={isBeside} />
            <div className="review-side" ref={side} tabIndex={-1}>
              {isBeside && <Beside chart={chart} />}
              <div className="chart-sign">
                <SignOffPanel key={session} session={session} />
              </div>
            </div>
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
      {t`Not current: the chart could not be read again. What is shown is as it was: ${chart.status.text}`}
    </p>
  ) : (
    <p className="notice" role="status">
      {chart.status.isComplete ? t`Complete.` : t`Live: it is read again every few seconds.`}
    </p>
  );
}

/** What the text is held against while it is read. */
function Beside({ chart }: { chart: ChartDocument }) {
  const alarms = chart.sections.find((section) => section.key === alarmsKey);
  return (
    <article className="chart-paper" aria-label={t`Graph and alarms`}>
      <ChartGraph graph={chart.graph} />
      {alarms && <ChartSection section={alarms} />}
    </article>
  );
}

/** What stands beside the paper does not stand on it as well, but is printed with it. */
function Paper({ chart, isBeside }: { chart: ChartDocument; isBeside: boolean }) {
  const who = chart.identity;
  return (
    <article className="chart-paper" aria-labelledby="chart-whose">
      <header>
        <div>
          <h2 id="chart-whose">{who.patient}</h2>
          <p>{t`born ${who.birthDate} · MRN ${who.mrn}`}</p>
          <p>{t`${who.clinic}, chair ${who.chair}, ${who.day}. Times: ${who.timeZone}. Session ${who.session}`}</p>
        </div>
        {who.isSimulated && <b>{t`SIMULATED DATA`}</b>}
      </header>
      <p className="chart-status">{chart.status.text}</p>
      {chart.sections.map((section) => (
        <div key={section.key}>
          {!(isBeside && section.key === alarmsKey) && <ChartSection section={section} />}
          {!isBeside && section.key === beforeGraph && <ChartGraph graph={chart.graph} />}
        </div>
      ))}
    </article>
  );
}
