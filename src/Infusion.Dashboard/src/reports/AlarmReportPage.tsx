import { plural, t } from "@lingui/core/macro";
import "./plots/plot.css";
import "./report.css";
import { useLive } from "../live/LiveContext";
import { figure } from "../ui/format";
import { Page } from "../ui/Page";
import { Period } from "../ui/Period";
import { PrintButton } from "../ui/PrintButton";
import { Reading } from "../ui/Reading";
import type { AlarmReport } from "./contract";
import { csvOf, download } from "./csv";
import { AnswersPicture, HoursPicture } from "./Pictures";
import { Patients, Priorities, Rules } from "./Tables";
import { lastMonth, usePeriodReport } from "./usePeriodReport";

/** How the alarms of a clinic were in a stretch of time: how many, how they were met, where they came from. */
export default function AlarmReportPage() {
  const facts = useLive((state) => state.clinic);
  return (
    <Page title={t`Alarm report`} className="sheets printed">
      {facts ? <Report timeZone={facts.timeZone} /> : <p className="notice">{t`Waiting for the clinic.`}</p>}
    </Page>
  );
}

function Report({ timeZone }: { timeZone: string }) {
  const { period, setPeriod, query } = usePeriodReport<AlarmReport>("alarms", timeZone, lastMonth);
  const report = query.data;
  return (
    <>
      <section aria-labelledby="report-all">
        <form className="sheet-tools" aria-label={t`Which time`} onSubmit={(event) => event.preventDefault()}>
          <Period period={period} change={setPeriod} timeZone={timeZone} />
          {report && (
            <button
              type="button"
              className="btn"
              onClick={() =>
                download(`alarms-${period.from.slice(0, 10)}-${period.to.slice(0, 10)}.csv`, csvOf(report))
              }
            >
              {t`Download as CSV`}
            </button>
          )}
          <PrintButton />
        </form>
        <Reading query={query} what={t`The report`} />
        {report && (
          <>
            <h2 id="report-all">
              {plural(report.alarms, {
                one: `${report.alarms} alarm in ${figure(report.monitoredHours, 1)} monitored hours`,
                other: `${report.alarms} alarms in ${figure(report.monitoredHours, 1)} monitored hours`,
              })}
            </h2>
            <p>
              {plural(report.sessions, {
                one: `${figure(report.perHour, 1)} an hour, ${figure(report.perSession, 1)} a session, ${report.sessions} session.`,
                other: `${figure(report.perHour, 1)} an hour, ${figure(report.perSession, 1)} a session, ${report.sessions} sessions.`,
              })}
              {report.outsideSessions > 0 &&
                t` Not counted here: ${report.outsideSessions} of devices that were at no session.`}
            </p>
          </>
        )}
      </section>
      {report && (
        <>
          <Priorities report={report} />
          <AnswersPicture report={report} />
          <HoursPicture report={report} />
          <Rules report={report} />
          <Patients report={report} />
        </>
      )}
    </>
  );
}
