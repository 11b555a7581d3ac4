import { t } from "@lingui/core/macro";
import { figure } from "../ui/format";
import { PriorityMark } from "../ui/Icon";
import { priorityWords } from "../ui/words";
import { Bar } from "./Bar";
import type { AlarmReport } from "./contract";
import { duration, limitWords, shareOf } from "./words";

export function Priorities({ report }: { report: AlarmReport }) {
  const most = Math.max(...report.byPriority.map((each) => each.alarms));
  return (
    <section aria-labelledby="report-priorities">
      <h2 id="report-priorities">{t`How many, and how they were met`}</h2>
      <div className="sheet-scroll">
        <table className="sheet">
          <caption className="vh">{t`Alarms by priority`}</caption>
          <thead>
            <tr>
              <th scope="col">{t`Priority`}</th>
              <th scope="col">{t`Alarms`}</th>
              <th scope="col">{t`A monitored hour`}</th>
              <th scope="col">{t`A session`}</th>
              <th scope="col">{t`Acknowledged in time`}</th>
              <th scope="col">{t`Time to acknowledge: median`}</th>
              <th scope="col">{t`90th percentile`}</th>
              <th scope="col">{t`Ended before anybody acted`}</th>
            </tr>
          </thead>
          <tbody>
            {report.byPriority.map((each) => (
              <tr key={each.priority}>
                <th scope="row">
                  <span className="mark">
                    <PriorityMark priority={each.priority} />
                    {priorityWords[each.priority]}
                  </span>
                </th>
                <td className="fig with-bar">
                  {each.alarms} <Bar amount={each.alarms} most={most} />
                </td>
                <td className="fig">{figure(each.perHour, 1)}</td>
                <td className="fig">{figure(each.perSession, 1)}</td>
                <td className="fig">
                  {each.withinSeconds === null ? (
                    t`no time set`
                  ) : (
                    <>
                      {shareOf(each.acknowledgedWithin, each.alarms)}
                      <small>{t`within ${duration(each.withinSeconds)}`}</small>
                    </>
                  )}
                </td>
                <td className="fig">{duration(each.medianSecondsToAcknowledge)}</td>
                <td className="fig">{duration(each.ninetiethSecondsToAcknowledge)}</td>
                <td className="fig">{shareOf(each.endedByThemselves, each.alarms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">
        {t`By the gravest priority that an alarm had, counted from when it came to that. To act is to acknowledge or to pause the sound.`}
      </p>
    </section>
  );
}

export function Rules({ report }: { report: AlarmReport }) {
  const most = report.rules[0]?.alarms ?? 0;
  const noisy = report.rules.filter((rule) => rule.isNoisy);
  return (
    <section aria-labelledby="report-rules">
      <h2 id="report-rules">{t`Where they came from`}</h2>
      {noisy.length > 0 && (
        <ul className="report-noisy" aria-label={t`Noisy limits`}>
          {noisy.map((rule) => (
            <li key={`${rule.rule} ${rule.metric} ${rule.priority}`}>
              <b className="tag">{t`Noisy limit`}</b>
              <span>
                {t`${rule.rule} (${priorityWords[rule.priority].toLowerCase()}, ${limitWords(rule)}): ${shareOf(rule.shortAndUnanswered, rule.alarms)} ended within a minute, and nobody did anything about them.`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {report.rules.length === 0 ? (
        <p className="note">{t`No alarms.`}</p>
      ) : (
        <div className="sheet-scroll">
          <table className="sheet">
            <caption className="vh">{t`Rules, the most alarms first`}</caption>
            <thead>
              <tr>
                <th scope="col">{t`Rule`}</th>
                <th scope="col">{t`Priority`}</th>
                <th scope="col">{t`Limit`}</th>
                <th scope="col">{t`Alarms`}</th>
                <th scope="col">{t`Sessions`}</th>
                <th scope="col">{t`Stood: median`}</th>
                <th scope="col">{t`In all`}</th>
                <th scope="col">{t`Acknowledged`}</th>
              </tr>
            </thead>
            <tbody>
              {report.rules.map((rule) => (
                <tr key={`${rule.rule} ${rule.metric} ${rule.priority}`}>
                  <th scope="row">
                    {rule.rule}
                    <small>{rule.id ?? t`no such rule any more`}</small>
                  </th>
                  <td>
                    <span className="mark">
                      <PriorityMark priority={rule.priority} />
                      {priorityWords[rule.priority]}
                    </span>
                  </td>
                  <td>{limitWords(rule)}</td>
                  <td className="fig with-bar">
                    {rule.alarms} <Bar amount={rule.alarms} most={most} />
                  </td>
                  <td className="fig">{rule.sessions}</td>
                  <td className="fig">{duration(rule.medianSeconds)}</td>
                  <td className="fig">{duration(rule.totalSeconds)}</td>
                  <td className="fig">{shareOf(rule.acknowledged, rule.alarms)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

export function Patients({ report }: { report: AlarmReport }) {
  const most = report.patients[0]?.alarms ?? 0;
  return (
    <section aria-labelledby="report-patients">
      <h2 id="report-patients">{t`With whom`}</h2>
      <p>
        {t`The tenth of the patients with the most alarms (${report.topPatients} of ${report.patientCount}) had ${shareOf(report.topPatientsAlarms, report.alarms)}; the tenth of the sessions (${report.topSessions} of ${report.sessions}) had ${shareOf(report.topSessionsAlarms, report.alarms)}.`}
      </p>
      <table className="sheet">
        <caption className="vh">{t`Patients, the most alarms first`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Patient`}</th>
            <th scope="col">{t`Sessions`}</th>
            <th scope="col">{t`Alarms`}</th>
          </tr>
        </thead>
        <tbody>
          {report.patients.map((patient) => (
            <tr key={patient.patient}>
              <th scope="row">{patient.initials ?? t`erased`}</th>
              <td className="fig">{patient.sessions}</td>
              <td className="fig with-bar">
                {patient.alarms} <Bar amount={patient.alarms} most={most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
