import { t } from "@lingui/core/macro";
import "../pathway.css";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useClock, useLive, useTimeZone } from "../../live/LiveContext";
import { usePatient } from "../../session/queries";
import { isPhysician, mayPlan } from "../../session/roles";
import { useSignedIn } from "../../session/SessionContext";
import { birthDate } from "../../ui/format";
import { Page } from "../../ui/Page";
import { wallClock } from "../../ui/Period";
import { Reading } from "../../ui/Reading";
import { Axis } from "../axis/Axis";
import type { Plan, PlanInfusion, PlanTherapy } from "../contract";
import { InfusionDialog } from "../InfusionDialog";
import { usePlansOf } from "../queries";
import { TherapyDialog } from "../TherapyDialog";
import { endWords, nameOf, standingWords } from "../words";
import { AppointmentTable } from "./AppointmentTable";
import { NextSteps } from "./NextSteps";
import { OfferPanel } from "./OfferPanel";
import { CloseForm, ReviewForm, Rules } from "./Rules";
import { SeriesStrip } from "./SeriesStrip";
import { OpenPlanForm, RevisePlanForm } from "./TermsForm";

/** The care of one patient around the infusions: the plan that is open, or the last, and those before it. */
export default function PlanPage() {
  const { patient = "" } = useParams();
  const { me } = useSignedIn();
  const query = usePlansOf(patient);
  const { data: plans } = query;
  const { data: record } = usePatient(patient);
  const [chosen, setChosen] = useState<string | null>(null);
  const plan = plans?.find((each) => each.id === chosen) ?? plans?.find((each) => !each.closed) ?? plans?.[0];
  const hasOpen = plans?.some((each) => !each.closed) ?? true;
  const name = plan ? nameOf(plan.patient) : (record?.name ?? "");
  return (
    <Page title={name === "" ? t`Plan` : t`Plan of ${name}`} tab={t`Plan`} className="sheets">
      <Reading query={query} what={t`The plan`} />
      {plans && plans.length > 1 && (
        <nav className="notice pw-choices" aria-label={t`Plans of this patient`}>
          {plans.map((each) => (
            <button
              key={each.id}
              type="button"
              className="btn"
              aria-pressed={each.id === plan?.id}
              onClick={() => setChosen(each.id)}
            >
              {each.indicationName}, {each.closed ? endWords[each.closed.end].toLowerCase() : t`open`}
            </button>
          ))}
        </nav>
      )}
      {plan && <OnePlan key={plan.id} plan={plan} />}
      {plans && !hasOpen && (
        <section aria-labelledby="open-plan">
          <h2 id="open-plan">{t`Open a plan`}</h2>
          {isPhysician(me.roles) ? (
            <OpenPlanForm patient={patient} />
          ) : (
            <p>{t`No plan is open. A physician opens one.`}</p>
          )}
        </section>
      )}
    </Page>
  );
}

type Opened =
  | { kind: "infusion"; infusion: PlanInfusion | null }
  | { kind: "therapy"; therapy: PlanTherapy | null; after: string | null };

function OnePlan({ plan }: { plan: Plan }) {
  const { me } = useSignedIn();
  const chairs = useLive((state) => state.chairOrder);
  const timeZone = useTimeZone();
  const today = useClock((nowMs) => wallClock(nowMs, timeZone).slice(0, 10));
  const [opened, setOpened] = useState<Opened | null>(null);
  const [isRevising, setRevising] = useState(false);
  const isOpen = plan.closed === null;
  const mayChange = mayPlan(me.roles) && isOpen;
  const close = () => setOpened(null);
  return (
    <>
      <section aria-label={t`Progress`}>
        <p className="pw-lead">
          <b className={`pw-standing is-${plan.progress.standing}`}>
            {isOpen ? standingWords[plan.progress.standing] : t`Closed`}
          </b>{" "}
          {plan.progress.text}
        </p>
        <p className="note">
          {plan.patient.birthDate ? t`Born ${birthDate(plan.patient.birthDate)}` : t`Birth date not known`}, MRN{" "}
          {plan.patient.mrn ?? t`none`}. {plan.indicationName}.
        </p>
        <SeriesStrip plan={plan} />
      </section>
      {isOpen && (
        <Section id="next-steps" title={t`Next steps`}>
          <NextSteps gaps={plan.gaps} />
          {mayChange && (
            <div className="actions">
              <button
                type="button"
                className="btn btn--act"
                onClick={() => setOpened({ kind: "infusion", infusion: null })}
              >
                {t`Plan an infusion`}
              </button>
            </div>
          )}
        </Section>
      )}
      <Section id="appointments" title={t`Appointments`}>
        <AppointmentTable
          plan={plan}
          mayPlan={mayChange}
          moveInfusion={(infusion) => setOpened({ kind: "infusion", infusion })}
          planTherapy={(after) => setOpened({ kind: "therapy", therapy: null, after })}
          moveTherapy={(therapy) => setOpened({ kind: "therapy", therapy, after: therapy.after })}
        />
      </Section>
      <Section id="axis" title={t`Infusions, doses, scores and talk therapy`}>
        <Axis plan={plan} today={today} />
      </Section>
      <Section id="offers" title={t`Offered`}>
        <OfferPanel plan={plan} mayPlan={mayChange} today={today} />
      </Section>
      <Section id="rules" title={t`The plan`}>
        <Rules plan={plan} />
        {isOpen && isPhysician(me.roles) && (
          <>
            <ReviewForm plan={plan} />
            <details
              className="pw-cancel"
              open={isRevising}
              onToggle={(event) => setRevising(event.currentTarget.open)}
            >
              <summary className="btn">{t`Revise the plan`}</summary>
              {isRevising && <RevisePlanForm plan={plan} close={() => setRevising(false)} />}
            </details>
            <CloseForm plan={plan} />
          </>
        )}
        {isOpen && !isPhysician(me.roles) && (
          <p className="note">{t`A physician reviews, revises and closes the plan.`}</p>
        )}
        <p className="note">{plan.aboutNotes}</p>
      </Section>
      {opened?.kind === "infusion" && (
        <InfusionDialog plan={plan} infusion={opened.infusion} chairs={chairs} today={today} close={close} />
      )}
      {opened?.kind === "therapy" && (
        <TherapyDialog plan={plan} therapy={opened.therapy} after={opened.after} close={close} />
      )}
    </>
  );
}

const Section = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <section aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
);
