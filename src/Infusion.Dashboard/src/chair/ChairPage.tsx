import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./chair.css";
import { useEffect } from "react";
import { Link, useParams } from "react-router";
import { AdmissionPanel } from "../admission/AdmissionPanel";
import { AfterPanels } from "../after/AfterPanels";
import { CarePanels } from "../care/CarePanels";
import { EmergencyPanel } from "../care/Emergency";
import { HandVitalsForm } from "../care/HandVitalsForm";
import { ReviewPanel } from "../care/ReviewPanel";
import { DisputeBand } from "../devices/DisputeBand";
import { Holder } from "../holder/Holder";
import type { AlarmView } from "../live/alarmContract";
import { families } from "../live/alarms";
import type { ChairView } from "../live/contract";
import { useChair, useLive, useTimeZone } from "../live/LiveContext";
import { SafetyBand } from "../outcomes/SafetyMark";
import { usePatient } from "../session/queries";
import { AlarmBand } from "../ui/AlarmBand";
import { AlarmWhy } from "../ui/AlarmWhy";
import { TopBar } from "../ui/bar/TopBar";
import { CommandNotes } from "../ui/CommandNotes";
import { birthDate, clockTime, withUnit } from "../ui/format";
import { Icon } from "../ui/Icon";
import { PhaseLine } from "../ui/PhaseLine";
import { Actions } from "./Actions";
import { Devices } from "./Devices";
import { EventList } from "./EventList";
import { LimitsPanel } from "./LimitsPanel";
import { News2 } from "./News2";
import { NoteForm } from "./NoteForm";
import { Observations } from "./Observations";
import { OrderPanel } from "./OrderPanel";
import { TrendPanel } from "./TrendPanel";

export default function ChairPage() {
  const { chair = "" } = useParams();
  const view = useChair(chair);
  const clinic = useLive((state) => state.clinic);

  useEffect(() => {
    document.title = clinic ? t`Chair ${chair}, ${clinic.name}: Infusion` : "Infusion";
  }, [chair, clinic]);

  return (
    <div className="page">
      <TopBar>
        <Link className="btn back" to="/">
          <Icon name="back" />
          {t`Board`}
        </Link>
        <h1 className="code fig">
          <span className="vh">{t`Chair`} </span>
          {chair}
        </h1>
        {view?.session && <PatientHead view={view} />}
      </TopBar>
      <main className="chair">
        {clinic && !view && <p className="notice">{t`This clinic has no chair ${chair}.`}</p>}
        {!clinic && <p className="notice">{t`Waiting for the first values of this chair.`}</p>}
        {families(view?.alarms ?? []).map(({ alarm, consequences }) => (
          <AlarmBand key={alarm.id} alarm={alarm} consequences={consequences} why={<Why alarm={alarm} />} />
        ))}
        {view?.session && <DisputeBand session={view.session} />}
        {view && (view.session ? <SessionChair key={view.session.id} view={view} /> : <FreeChair view={view} />)}
      </main>
    </div>
  );
}

function SessionChair({ view }: { view: ChairView }) {
  const { session } = view;
  if (!session) return null;
  return (
    <div className="cols">
      <div className="trend-column">
        <TrendPanel view={view} session={session} />
        <div className="below">
          <OrderPanel session={session} pump={view.pump} />
          <Devices view={view} session={session} />
        </div>
      </div>
      <div className="side-panels">
        <EmergencyPanel chair={view.chair} session={session} />
        <SafetyBand session={session} />
        <Holder view={view} />
        <Actions session={session} />
        <AdmissionPanel chair={view.chair} session={session} />
        <CommandNotes session={session.id} />
        <AfterPanels session={session} />
        <Observations session={session} />
        <HandVitalsForm session={session} />
        <ReviewPanel view={view} session={session.id} />
        <CarePanels session={session} />
        <News2 news2={view.news2} />
        <LimitsPanel view={view} session={session.id} />
        <NoteForm session={session.id} />
        <EventList view={view} session={session.id} />
      </div>
    </div>
  );
}

const FreeChair = ({ view }: { view: ChairView }) => (
  <div className="cols cols--free">
    <p className="notice">
      <Trans>
        No session at this chair. What its devices send is not charted.{" "}
        <Link to="/sessions">Charts of earlier sessions</Link>
      </Trans>
    </p>
    <div className="side-panels">
      <Link className="btn btn--tall" to={`/chairs/${encodeURIComponent(view.chair)}/order`}>
        <Icon name="order" />
        {t`Order for this chair`}
      </Link>
      <Holder view={view} />
      <Devices view={view} session={null} />
    </div>
  </div>
);

function PatientHead({ view }: { view: ChairView }) {
  const { data: patient } = usePatient(view.session?.patient);
  if (!view.session) return null;
  return (
    <div className="pat">
      <p>
        {patient ? (
          <Trans>
            <b>{patient.name}</b> born {birthDate(patient.birthDate)} · MRN {patient.mrn}
          </Trans>
        ) : (
          t`name not read yet`
        )}
      </p>
      <PhaseLine session={view.session} />
    </div>
  );
}

/** What the alarm rests on: the rule, the number, the limit, since when. */
function Why({ alarm }: { alarm: AlarmView }) {
  const timeZone = useTimeZone();
  const approved = useLive(
    (state) => (alarm.chair !== null && state.chairs[alarm.chair]?.session?.order.protocolApproved) || false,
  );
  const number = (value: number) => withUnit(value, alarm.unit ?? "", Number.isInteger(value) ? 0 : 1);
  return (
    <>
      <p className="why">
        <Trans>
          Why: rule {alarm.rule}
          {alarm.observed !== null && t`, observed ${number(alarm.observed)}`}
          {alarm.limit !== null && `, ${approved ? t`limit` : t`sample limit`} ${number(alarm.limit)}`}, onset{" "}
          {clockTime(alarm.onsetAt, timeZone, true)}
          {alarm.source && t`, from ${alarm.source}`}.
        </Trans>
      </p>
      <AlarmWhy alarm={alarm} />
    </>
  );
}
