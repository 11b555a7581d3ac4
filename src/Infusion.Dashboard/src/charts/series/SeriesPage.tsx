import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import "../../reports/plots/plot.css";
import "./series.css";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { useTimeZone } from "../../live/LiveContext";
import { useOutcomes } from "../../outcomes/queries";
import { doseText } from "../../reports/shift/words";
import { clinicPath, getJson } from "../../session/api";
import { retryUnreachable, usePatient } from "../../session/queries";
import { useSignedIn } from "../../session/SessionContext";
import { DayTime } from "../../ui/ClockTime";
import { calendarDay, figure } from "../../ui/format";
import { Page } from "../../ui/Page";
import { wallClock } from "../../ui/Period";
import { PrintButton } from "../../ui/PrintButton";
import { Reading } from "../../ui/Reading";
import type { PatientSeries, SeriesSession } from "./contract";
import { Multiple } from "./Multiple";
import { measuresOf, outcomesBeside } from "./measures";

/** All infusions of one patient side by side: what was given, what it did, and what went wrong. */
export default function SeriesPage() {
  const { patient = "" } = useParams();
  const { clinic } = useSignedIn();
  const { data: record } = usePatient(patient);
  const query = useQuery({
    queryKey: ["patient-series", clinic, patient],
    queryFn: ({ signal }) =>
      getJson<PatientSeries>(`${clinicPath(clinic)}/patients/${encodeURIComponent(patient)}/series`, signal),
    retry: retryUnreachable,
    refetchInterval: 60_000,
  });
  const series = query.data;
  return (
    <Page title={record ? t`Series of ${record.name}` : t`Series`} tab={t`Series`} className="sheets printed">
      <section aria-labelledby="series-all">
        <div className="sheet-tools">
          <Link className="btn" to={`/patients/${encodeURIComponent(patient)}/plan`}>
            {t`Plan`}
          </Link>
          <Link className="btn" to={`/patients/${encodeURIComponent(patient)}/outcomes`}>
            {t`Scores`}
          </Link>
          <PrintButton />
        </div>
        <Reading
          query={query}
          what={t`The series`}
          empty={series?.sessions.length === 0 ? t`No infusion has begun yet.` : null}
        />
        {series && series.sessions.length > 0 && (
          <>
            <h2 id="series-all">
              <Plural
                value={series.sessions.length}
                one={
                  <>
                    {record?.name}: {series.sessions.length} infusion
                  </>
                }
                other={
                  <>
                    {record?.name}: {series.sessions.length} infusions
                  </>
                }
              />
            </h2>
            <p>
              <Trans>
                As of <DayTime at={series.asOf} seconds />.
              </Trans>
              {series.earlier > 0 && t` ${series.earlier} before these are not shown.`}{" "}
              {t`Values marked as artefact are left out. "?" is not known.`}
            </p>
            <Multiples patient={patient} sessions={series.sessions} />
          </>
        )}
      </section>
      {series && series.sessions.length > 0 && <Sessions sessions={series.sessions} />}
    </Page>
  );
}

function Multiples({ patient, sessions }: { patient: string; sessions: SeriesSession[] }) {
  const timeZone = useTimeZone();
  const outcomes = useOutcomes(patient);
  const labels = sessions.map((each) => calendarDay(each.at, timeZone));
  const days = sessions.map((each) => wallClock(Date.parse(each.at), timeZone).slice(0, 10));
  const scores = outcomes.data ? outcomesBeside(outcomes.data, days) : [];
  return (
    <>
      <div className="multiples">
        {[...measuresOf(sessions), ...scores].map((measure) => (
          <Multiple key={measure.key} measure={measure} labels={labels} />
        ))}
      </div>
      {outcomes.error && (
        <p className="note" role="alert">
          {t`The scores between the infusions could not be read: ${outcomes.error.message}`}
        </p>
      )}
    </>
  );
}

const Sessions = ({ sessions }: { sessions: SeriesSession[] }) => (
  <section aria-labelledby="series-table">
    <h2 id="series-table">{t`In numbers`}</h2>
    <div className="sheet-scroll">
      <table className="sheet">
        <caption className="vh">{t`The infusions in numbers, the newest last`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Infusion`}</th>
            <th scope="col">{t`Given of ordered`}</th>
            <th scope="col">mg/kg</th>
            <th scope="col">{t`Minutes`}</th>
            <th scope="col">{t`Systolic: baseline, highest`}</th>
            <th scope="col">{t`SpO2: baseline, lowest`}</th>
            <th scope="col">CADSS-6</th>
            <th scope="col">{t`Alarms: high, medium, low`}</th>
            <th scope="col">{t`Adverse events, rescue`}</th>
            <th scope="col">{t`Minutes in gaps`}</th>
            <th scope="col">{t`Chart`}</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((each, index) => (
            <tr key={each.session}>
              <th scope="row">
                {index + 1} <DayTime at={each.at} />
                {!each.isComplete && <small>{t`open`}</small>}
              </th>
              <td className="fig">
                {doseText({
                  standing: each.givenMg === null ? "not_known" : "known",
                  deliveredMg: each.givenMg,
                  orderedMg: each.orderedMg,
                  orderedMgPerKg: each.orderedMgPerKg,
                })}
              </td>
              <td className="fig">{figure(each.givenMgPerKg, 2)}</td>
              <td className="fig">{figure(each.minutes)}</td>
              <td className="fig">
                {figure(each.vitals.baselineSystolic)}, {figure(each.vitals.highestSystolic)}
              </td>
              <td className="fig">
                {figure(each.vitals.baselineSpO2)}, {figure(each.vitals.lowestSpO2)}
              </td>
              <td className="fig">{figure(each.scores.highestDissociation)}</td>
              <td className="fig">
                {each.alarms.high}, {each.alarms.medium}, {each.alarms.low}
              </td>
              <td className="fig">
                {each.adverseEvents}
                {each.gravestAdverseEvent !== null && t` (gravest ${each.gravestAdverseEvent})`}, {each.rescues}
              </td>
              <td className="fig">{each.gapMinutes}</td>
              <td>
                <Link to={`/sessions/${each.session}/chart`}>
                  <Trans>
                    Open<span className="vh"> the chart of infusion {index + 1}</span>
                  </Trans>
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);
