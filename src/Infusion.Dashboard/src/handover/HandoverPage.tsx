import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "../charts/page/chart.css";
import "./handover.css";
import { Link, useParams } from "react-router";
import { ChartSection } from "../charts/page/ChartSection";
import { useChart } from "../charts/page/queries";
import { useSignOff } from "../charts/queries";
import type { ChairView, SessionView } from "../live/contract";
import { useChair, useClock, useLive, useTimeZone } from "../live/LiveContext";
import { usePatient } from "../session/queries";
import { ClockTime } from "../ui/ClockTime";
import { birthDate, calendarDay, zoneName } from "../ui/format";
import { Page } from "../ui/Page";
import { PrintButton } from "../ui/PrintButton";
import { Actions, Patient, Severity, Synthesis } from "./Parts";
import { unknownsOf } from "./unknowns";
import { linkWords, partTitles } from "./words";

/** One chair handed from one person to another: on the screen it is live, on paper it says until when it was true. */
export default function HandoverPage() {
  const { chair = "" } = useParams();
  const view = useChair(chair);
  const isKnown = useLive((state) => state.clinic !== null);
  return (
    <Page title={t`Handover of ${chair}`} tab={t`Handover ${chair}`} className="charts">
      <div className="chart-tools">
        <Link className="btn" to={`/chairs/${encodeURIComponent(chair)}`}>
          {t`Chair ${chair}`}
        </Link>
        <Link className="btn" to="/reports/shift">
          {t`Report of the shift`}
        </Link>
        <PrintButton />
      </div>
      {!isKnown && <p className="notice">{t`Waiting for the clinic.`}</p>}
      {isKnown && !view && (
        <p className="notice" role="alert">
          {t`There is no chair ${chair} in this clinic.`}
        </p>
      )}
      {view && <Sheet view={view} />}
    </Page>
  );
}

function Sheet({ view }: { view: ChairView }) {
  return (
    <article className="chart-paper handover" aria-labelledby="handover-whose">
      <Head view={view} />
      {view.session ? <Session view={view} session={view.session} /> : <p>{t`Nobody is at this chair.`}</p>}
      <Synthesis view={view} />
    </article>
  );
}

function Head({ view }: { view: ChairView }) {
  const { data: patient, isError } = usePatient(view.session?.patient);
  const clinic = useLive((state) => state.clinic);
  return (
    <>
      <header>
        <div>
          <h2 id="handover-whose">
            <Trans>
              Chair {view.chair}
              {view.session && `: ${patient?.name ?? (isError ? t`name could not be read` : t`name not read yet`)}`}
            </Trans>
          </h2>
          {patient && (
            <p>
              {t`born ${patient.birthDate ? birthDate(patient.birthDate) : t`not recorded`} · MRN ${patient.mrn ?? t`not recorded`}`}
            </p>
          )}
          <p>
            {clinic?.name}, {view.room}
          </p>
        </div>
        {clinic?.simulated && <b>{t`SIMULATED DATA`}</b>}
      </header>
      <AsOf />
    </>
  );
}

/** Until when the sheet is true: now, or the last word of the server. */
function AsOf() {
  const timeZone = useTimeZone();
  const link = useLive((state) => state.link);
  const heardAt = useLive((state) => state.lastHeardAt);
  const now = useClock((nowMs) => Math.floor(nowMs / 1000) * 1000);
  const at = link === "current" || heardAt === null ? now : Date.parse(heardAt);
  return (
    <p className="chart-status" role="status">
      <Trans>
        {linkWords[link]} True until {calendarDay(at, timeZone)}, <ClockTime at={at} seconds /> (
        {zoneName(at, timeZone)}
        ).
      </Trans>
    </p>
  );
}

function Session({ view, session }: { view: ChairView; session: SessionView }) {
  const { data: chart, error } = useChart(session.id);
  const { data: signOff } = useSignOff(session.id);
  const section = (key: string) => chart?.sections.find((each) => each.key === key);
  const [scores, alarms, medication, adverse] = ["scores", "alarms", "medications", "adverse-events"].map(section);
  return (
    <>
      <Severity view={view} session={session} />
      <Patient view={view} session={session} />
      {scores && <ChartSection section={scores} />}
      <Actions session={session} owed={signOff?.obligations ?? null} />
      <section aria-labelledby="handover-awareness">
        <h3 id="handover-awareness">{partTitles.awareness}</h3>
        {!chart && (
          <p role={error ? "alert" : "status"}>
            {error
              ? t`The chart could not be read, so alarms and interventions are not known here: ${error.message}`
              : t`Reading the chart.`}
          </p>
        )}
        {chart && (
          <p>
            <Trans>
              From the chart as of <ClockTime at={chart.status.asOf} seconds />.
            </Trans>
          </p>
        )}
      </section>
      {[alarms, medication, adverse].map((each) => each && <ChartSection key={each.key} section={each} />)}
      <Unknown view={view} hasChart={chart !== undefined} />
    </>
  );
}

function Unknown({ view, hasChart }: { view: ChairView; hasChart: boolean }) {
  const link = useLive((state) => state.link);
  const unsavedSince = useLive((state) => state.unsavedSince);
  const standsStillBecause = useLive((state) => state.standsStillBecause);
  const lines = useClock((nowMs) =>
    [
      ...unknownsOf(view, { link, unsavedSince, standsStillBecause }, nowMs),
      ...(hasChart ? [] : [t`Alarms and what was done: the chart has not been read.`]),
    ].join("\n"),
  );
  return (
    <section aria-labelledby="handover-unknown">
      <h3 id="handover-unknown">{partTitles.unknown}</h3>
      {lines === "" ? (
        <p>{t`Nothing of what stands here.`}</p>
      ) : (
        <ul>
          {lines.split("\n").map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
