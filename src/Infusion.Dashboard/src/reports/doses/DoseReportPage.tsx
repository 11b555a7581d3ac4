import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "../plots/plot.css";
import "../report.css";
import { Link } from "react-router";
import { useLive } from "../../live/LiveContext";
import { DayTime } from "../../ui/ClockTime";
import { figure, unknown } from "../../ui/format";
import { Page } from "../../ui/Page";
import { Period } from "../../ui/Period";
import { PrintButton } from "../../ui/PrintButton";
import { Reading } from "../../ui/Reading";
import { download } from "../csv";
import { lastMonth, usePeriodReport } from "../usePeriodReport";
import type { DoseReport, SessionDose } from "./contract";
import { doseCsv } from "./csv";
import { DosesPicture } from "./DosesPicture";
import { summaryOf } from "./figures";
import { deviationText, ratesText, standingText } from "./words";

/** What was ordered, how the pumps were set and what was given, session by session. */
export default function DoseReportPage() {
  const facts = useLive((state) => state.clinic);
  return (
    <Page title={t`Dose report`} className="sheets printed">
      {facts ? <Report timeZone={facts.timeZone} /> : <p className="notice">{t`Waiting for the clinic.`}</p>}
    </Page>
  );
}

function Report({ timeZone }: { timeZone: string }) {
  const { period, setPeriod, query } = usePeriodReport<DoseReport>("doses", timeZone, lastMonth);
  const report = query.data;
  return (
    <>
      <section aria-labelledby="doses-all">
        <form className="sheet-tools" aria-label={t`Which time`} onSubmit={(event) => event.preventDefault()}>
          <Period period={period} change={setPeriod} timeZone={timeZone} />
          {report && (
            <button
              type="button"
              className="btn"
              onClick={() =>
                download(`doses-${period.from.slice(0, 10)}-${period.to.slice(0, 10)}.csv`, doseCsv(report))
              }
            >
              {t`Download as CSV`}
            </button>
          )}
          <PrintButton />
        </form>
        <Reading
          query={query}
          what={t`The report`}
          empty={report?.sessions.length === 0 ? t`No infusion began in this time.` : null}
        />
        {report && report.sessions.length > 0 && <Summary report={report} />}
      </section>
      {report && report.sessions.length > 0 && (
        <>
          <DosesPicture sessions={report.sessions} />
          <Sessions sessions={report.sessions} />
        </>
      )}
    </>
  );
}

function Summary({ report }: { report: DoseReport }) {
  const summary = summaryOf(report.sessions);
  return (
    <>
      <h2 id="doses-all">
        {plural(summary.sessions, {
          one: `${summary.sessions} session, the dose known of ${summary.known}`,
          other: `${summary.sessions} sessions, the dose known of ${summary.known}`,
        })}
      </h2>
      <p>
        <Trans>
          Until <DayTime at={report.to} />. Not known: {summary.notKnown}, still flowing: {summary.stillFlows}; they are
          in no median.
        </Trans>
      </p>
      <dl className="sheet-facts">
        <div>
          <dt>{t`Given by weight, median`}</dt>
          <dd>
            {figure(summary.medianMgPerKg, 2)} <small>mg/kg</small>
          </dd>
        </div>
        <div>
          <dt>{t`Given against ordered, median`}</dt>
          <dd>{deviationText(summary.medianDeviationPercent)}</dd>
        </div>
        <div>
          <dt>{t`Furthest from its order`}</dt>
          <dd>
            {summary.furthest ? deviationText(summary.furthest.deviationPercent) : unknown}{" "}
            {summary.furthest && (
              <small>
                {summary.furthest.chair}, <DayTime at={summary.furthest.startedAt} />
              </small>
            )}
          </dd>
        </div>
      </dl>
    </>
  );
}

const Sessions = ({ sessions }: { sessions: SessionDose[] }) => (
  <section aria-labelledby="doses-sessions">
    <h2 id="doses-sessions">{t`Session by session`}</h2>
    <div className="sheet-scroll">
      <table className="sheet">
        <caption className="vh">{t`Ordered, as the pump was set, and given`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Began`}</th>
            <th scope="col">{t`Chair`}</th>
            <th scope="col">{t`Ordered mg`}</th>
            <th scope="col">{t`Ordered mL/h`}</th>
            <th scope="col">{t`Pump set to mL/h`}</th>
            <th scope="col">{t`Given mg`}</th>
            <th scope="col">mg/kg</th>
            <th scope="col">{t`Against ordered`}</th>
            <th scope="col">{t`Highest rate against ordered`}</th>
            <th scope="col">{t`Chart`}</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((each) => (
            <tr key={each.session}>
              <th scope="row">
                <DayTime at={each.startedAt} />
              </th>
              <td>
                {each.chair} <small>{each.initials ?? t`erased`}</small>
              </td>
              <td className="fig">
                {figure(each.orderedMg, 1)} <small>{figure(each.orderedMgPerKg, 2)} mg/kg</small>
              </td>
              <td className="fig">{figure(each.orderedMlPerHour, 1)}</td>
              <td className="fig">{each.orderedMlPerHour === null ? t`by hand` : ratesText(each.setMlPerHour)}</td>
              <td className="fig">
                {figure(each.deliveredMg, 1)} <small>{standingText[each.standing]}</small>
              </td>
              <td className="fig">{figure(each.deliveredMgPerKg, 2)}</td>
              <td className="fig">{deviationText(each.deviationPercent)}</td>
              <td className="fig">{deviationText(each.rateDeviationPercent)}</td>
              <td>
                <Link to={`/sessions/${each.session}/chart`}>
                  <Trans>
                    Open<span className="vh"> the chart of {each.chair}</span>
                  </Trans>
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    <p className="note">
      {t`Given is by the charted segments and boluses of the pump at the ordered concentration, or as it was charted by hand. A dash is not known, never 0. How a pump's volume and drug were set is compared live, and its alarms stand in the chart.`}
    </p>
  </section>
);
