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
      <h2 id="report-priorities">How many, and how they were met</h2>
      <div className="sheet-scroll">
        <table className="sheet">
          <caption className="vh">Alarms by priority</caption>
          <thead>
            <tr>
              <th scope="col">Priority</th>
              <th scope="col">Alarms</th>
              <th scope="col">A monitored hour</th>
              <th scope="col">A session</th>
              <th scope="col">Acknowledged in time</th>
              <th scope="col">Time to acknowledge: median</th>
              <th scope="col">90th percentile</th>
              <th scope="col">Ended before anybody acted</th>
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
                    "no time set"
                  ) : (
                    <>
                      {shareOf(each.acknowledgedWithin, each.alarms)}
                      <small>within {duration(each.withinSeconds)}</small>
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
        By the gravest priority that an alarm had, counted from when it came to that. To act is to acknowledge or to
        pause the sound.
      </p>
    </section>
  );
}

export function Rules({ report }: { report: AlarmReport }) {
  const most = report.rules[0]?.alarms ?? 0;
  const noisy = report.rules.filter((rule) => rule.isNoisy);
  return (
    <section aria-labelledby="report-rules">
      <h2 id="report-rules">Where they came from</h2>
      {noisy.length > 0 && (
        <ul className="report-noisy" aria-label="Noisy limits">
          {noisy.map((rule) => (
            <li key={`${rule.rule} ${rule.metric} ${rule.priority}`}>
              <b className="tag">Noisy limit</b>
              <span>
                {rule.rule} ({priorityWords[rule.priority].toLowerCase()}, {limitWords(rule)}):{" "}
                {shareOf(rule.shortAndUnanswered, rule.alarms)} ended within a minute, and nobody did anything about
                them.
              </span>
            </li>
          ))}
        </ul>
      )}
      {report.rules.length === 0 ? (
        <p className="note">No alarms.</p>
      ) : (
        <div className="sheet-scroll">
          <table className="sheet">
            <caption className="vh">Rules, the most alarms first</caption>
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">Priority</th>
                <th scope="col">Limit</th>
                <th scope="col">Alarms</th>
                <th scope="col">Sessions</th>
                <th scope="col">Stood: median</th>
                <th scope="col">In all</th>
                <th scope="col">Acknowledged</th>
              </tr>
            </thead>
            <tbody>
              {report.rules.map((rule) => (
                <tr key={`${rule.rule} ${rule.metric} ${rule.priority}`}>
                  <th scope="row">
                    {rule.rule}
                    <small>{rule.id ?? "no such rule any more"}</small>
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
      <h2 id="report-patients">With whom</h2>
      <p>
        The tenth of the patients with the most alarms ({report.topPatients} of {report.patientCount}) had{" "}
        {shareOf(report.topPatientsAlarms, report.alarms)}; the tenth of the sessions ({report.topSessions} of{" "}
        {report.sessions}) had {shareOf(report.topSessionsAlarms, report.alarms)}.
      </p>
      <table className="sheet">
        <caption className="vh">Patients, the most alarms first</caption>
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Sessions</th>
            <th scope="col">Alarms</th>
          </tr>
        </thead>
        <tbody>
          {report.patients.map((patient) => (
            <tr key={patient.patient}>
              <th scope="row">{patient.initials ?? "erased"}</th>
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
