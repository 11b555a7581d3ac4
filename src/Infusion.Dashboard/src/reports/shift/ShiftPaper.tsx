import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import { ClockTime } from "../../ui/ClockTime";
import { calendarDay, clockTime, figure, zoneName } from "../../ui/format";
import { phaseWords, priorityWords, stars } from "../../ui/words";
import type { ShiftReport, ShiftSession } from "./contract";
import { answerText, countText, courseText, doseText, openOf, unknownsOf } from "./words";

interface Props {
  report: ShiftReport;
  /** Another time was asked for, or it could not be made again. */
  isOld: boolean;
}

/** The report as it is printed. */
export function ShiftPaper({ report, isOld }: Props) {
  const { timeZone } = report;
  const time = (at: string) => `${calendarDay(at, timeZone)} ${clockTime(at, timeZone)}`;
  const unknowns = unknownsOf(report);
  return (
    <article className="chart-paper handover" aria-labelledby="shift-title" aria-busy={isOld}>
      <header>
        <div>
          <h2 id="shift-title">{t`Shift, ${time(report.from)} to ${time(report.to)}`}</h2>
          <p>{t`${report.clinic}. Times: ${timeZone}, ${zoneName(Date.parse(report.to), timeZone)}.`}</p>
        </div>
        {report.simulated && <b>{t`SIMULATED DATA`}</b>}
      </header>
      <p className="chart-status" role="status">
        {isOld && t`NOT CURRENT: this is the report that was made before. `}
        <Trans>
          True until {calendarDay(report.to, timeZone)}, <ClockTime at={report.to} seconds />; entries made until{" "}
          <ClockTime at={report.madeAt} seconds /> are in it.
        </Trans>{" "}
        {!report.isOver && t`The shift was not over.`}
      </p>
      <section aria-labelledby="shift-unknown">
        <h3 id="shift-unknown">{t`What is not known or not finished`}</h3>
        {unknowns.length === 0 ? (
          <p>{t`Nothing of what stands here.`}</p>
        ) : (
          <ul>
            {unknowns.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        )}
      </section>
      <Chairs report={report} />
      <section aria-labelledby="shift-sessions">
        <h3 id="shift-sessions">{t`Sessions (${report.sessions.length})`}</h3>
        {report.sessions.length === 0 && <p>{t`No patient was here.`}</p>}
        {report.outsideAlarms > 0 && (
          <p>
            {plural(report.outsideAlarms, {
              one: `${report.outsideAlarms} alarm of devices at no session.`,
              other: `${report.outsideAlarms} alarms of devices at no session.`,
            })}
          </p>
        )}
      </section>
      {report.sessions.map((session) => (
        <Session key={session.session} session={session} timeZone={timeZone} />
      ))}
      <dl className="handover-lines">
        {[t`Handed over by`, t`Taken over by`, t`At`].map((label) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd />
          </div>
        ))}
      </dl>
    </article>
  );
}

function Chairs({ report: { chairs } }: { report: ShiftReport }) {
  return (
    <section aria-labelledby="shift-chairs">
      <h3 id="shift-chairs">{t`Who had which chair`}</h3>
      {chairs.length === 0 ? (
        <p>{t`Nobody took a chair.`}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by keyboard
        <section className="chart-scroll" tabIndex={0} aria-label={t`Who had which chair, as a table`}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t`Chair`}</th>
                <th scope="col">{t`From`}</th>
                <th scope="col">{t`To`}</th>
                <th scope="col">{t`Who`}</th>
              </tr>
            </thead>
            <tbody>
              {chairs.map((each) => (
                <tr key={`${each.chair} ${each.from}`}>
                  <th scope="row">{each.chair}</th>
                  <td>
                    <ClockTime at={each.from} />
                  </td>
                  <td>
                    <ClockTime at={each.to} />
                  </td>
                  <td>
                    {each.person ?? <i>{t`nobody`}</i>}
                    {each.coveredFor && t`, covering a break of ${each.coveredFor}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

function Session({ session, timeZone }: { session: ShiftSession; timeZone: string }) {
  const title = `shift-${session.session}`;
  const grave = session.alarms.filter((alarm) => alarm.priority !== "low" || alarm.actedAt === null);
  return (
    <section className="shift-session" aria-labelledby={title}>
      <h3 id={title}>
        {session.chair}: {session.patient} <small>MRN {session.mrn ?? t`not recorded`}</small>
      </h3>
      <dl className="chart-facts">
        <div>
          <dt>{t`Stands`}</dt>
          <dd>
            {phaseWords[session.phase]}; {courseText(session, timeZone)}
          </dd>
        </div>
        <div>
          <dt>{t`Given of ordered`}</dt>
          <dd className={session.standing === "not_known" ? "is-unknown" : undefined}>
            {doseText(session)} ({figure(session.orderedMgPerKg, 2)} mg/kg)
          </dd>
        </div>
        <div>
          <dt>{t`Alarms`}</dt>
          <dd>{countText(session.alarmCounts)}</dd>
        </div>
        <div>
          <dt>{t`Vials`}</dt>
          <dd>
            {session.vials.length === 0
              ? t`none charted`
              : session.vials
                  .map(
                    (vial) =>
                      t`lot ${vial.lot}: ${figure(vial.labelledMg + vial.overfillMg, 1)} mg, given ${figure(vial.givenMg, 1)}, wasted ${figure(vial.wastedMg, 1)}, back ${figure(vial.returnedMg, 1)}, ${vial.leftMg === 0 ? t`accounted for` : t`${figure(vial.leftMg, 1)} mg NOT ACCOUNTED FOR`}`,
                  )
                  .join("; ")}
          </dd>
        </div>
      </dl>
      {grave.length > 0 && (
        <Lines
          title={t`Alarms of high and medium priority, and low ones that nobody answered`}
          lines={grave.map((alarm) => ({
            at: alarm.raisedAt,
            what: `${stars[alarm.priority]} ${priorityWords[alarm.priority]}: ${alarm.headline}`,
            done: answerText(alarm, timeZone),
          }))}
        />
      )}
      {session.interventions.length > 0 && (
        <Lines
          title={t`Interventions`}
          lines={session.interventions.map((each) => ({
            at: each.at,
            what: each.text,
            done: each.by ?? t`by the device`,
          }))}
        />
      )}
      {openOf(session).length > 0 && (
        <>
          <p>
            <b>{t`Open`}</b>
          </p>
          <ul className="handover-tasks">
            {openOf(session).map((each) => (
              <li key={each.code}>
                <span className="handover-box" aria-hidden="true" /> {each.text}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="shift-links">
        <Link className="btn" to={`/sessions/${session.session}/chart`}>
          <Trans>
            Chart<span className="vh"> of {session.patient}</span>
          </Trans>
        </Link>
      </p>
    </section>
  );
}

interface LinesProps {
  title: string;
  lines: { at: string; what: string; done: string }[];
}

const Lines = ({ title, lines }: LinesProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by keyboard
  <figure className="chart-scroll" tabIndex={0} aria-label={t`${title}, as a table`}>
    <table>
      <caption>{title}</caption>
      <tbody>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same; they are replaced as a whole
          <tr key={index}>
            <th scope="row" className="fig">
              <ClockTime at={line.at} seconds />
            </th>
            <td>{line.what}</td>
            <td>{line.done}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </figure>
);
