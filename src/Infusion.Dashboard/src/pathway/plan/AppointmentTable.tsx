import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import { ClockTime } from "../../ui/ClockTime";
import type { Plan, PlanInfusion, PlanTherapy } from "../contract";
import { whenWords } from "../days";
import { infusionWords, kindWords, therapyWords } from "../words";
import { therapyAnswer } from "./series";

interface Props {
  plan: Plan;
  mayPlan: boolean;
  moveInfusion: (infusion: PlanInfusion) => void;
  planTherapy: (after: string) => void;
  moveTherapy: (therapy: PlanTherapy) => void;
}

/** Every appointment of the plan by time, each talk therapy under the infusion that it follows. */
export function AppointmentTable(props: Props) {
  const { plan } = props;
  const infusions = [...plan.infusions].sort((a, b) => Date.parse(a.when.at) - Date.parse(b.when.at));
  const others = plan.therapy.filter((each) => infusions.every((infusion) => infusion.id !== each.after));
  if (infusions.length + others.length === 0) return <p>{t`Nothing is planned yet.`}</p>;
  return (
    <div className="sheet-scroll">
      <table className="sheet pw-appointments">
        <thead>
          <tr>
            <th scope="col">{t`What`}</th>
            <th scope="col">{t`When`}</th>
            <th scope="col">{t`Where, with whom`}</th>
            <th scope="col">{t`Stands`}</th>
            <th scope="col">
              <span className="vh">{t`Change`}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {infusions.flatMap((infusion) => [
            <InfusionRow key={infusion.id} infusion={infusion} {...props} />,
            ...plan.therapy
              .filter((each) => each.after === infusion.id)
              .map((therapy) => <TherapyRow key={therapy.id} therapy={therapy} isUnder {...props} />),
          ])}
          {others.map((therapy) => (
            <TherapyRow key={therapy.id} therapy={therapy} isUnder={false} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function InfusionRow({ plan, infusion, mayPlan, moveInfusion, planTherapy }: Props & { infusion: PlanInfusion }) {
  const name = `${kindWords[infusion.kind]} ${infusion.number ?? ""}`.trim();
  const isOpen = plan.closed === null && mayPlan;
  const mayHaveTherapy = infusion.standing !== "cancelled" && therapyAnswer(plan, infusion.id)?.answer === "accepted";
  return (
    <tr className={infusion.standing === "cancelled" ? "is-cancelled" : ""}>
      <th scope="row">{name}</th>
      <td>{whenWords(infusion.when)}</td>
      <td>{t`Chair ${infusion.chair}`}</td>
      <td>
        {infusionWords[infusion.standing]}
        {infusion.endedAt && (
          <small>
            <Trans>
              ended <ClockTime at={infusion.endedAt} />
            </Trans>
          </small>
        )}
        {infusion.session && (
          <small>
            <Link to={`/sessions/${infusion.session}/chart`}>{t`chart`}</Link>
          </small>
        )}
      </td>
      <td className="pw-acts">
        {isOpen && infusion.standing === "planned" && (
          <button
            type="button"
            className="btn"
            aria-label={t`Move or cancel ${name}`}
            onClick={() => moveInfusion(infusion)}
          >
            {t`Move or cancel`}
          </button>
        )}
        {isOpen && mayHaveTherapy && !hasTherapy(plan, infusion.id) && (
          <button
            type="button"
            className="btn"
            aria-label={t`Plan talk therapy after ${name}`}
            onClick={() => planTherapy(infusion.id)}
          >
            {t`Plan talk therapy`}
          </button>
        )}
      </td>
    </tr>
  );
}

const hasTherapy = (plan: Plan, infusion: string): boolean =>
  plan.therapy.some((each) => each.after === infusion && each.standing !== "cancelled");

function TherapyRow({
  plan,
  therapy,
  isUnder,
  mayPlan,
  moveTherapy,
}: Props & { therapy: PlanTherapy; isUnder: boolean }) {
  const said = [
    therapy.themes && t`Themes shared: ${therapy.themes}`,
    therapy.nextSteps && t`Next steps: ${therapy.nextSteps}`,
  ].filter(Boolean);
  return (
    <tr className={therapy.standing === "cancelled" ? "is-cancelled" : ""}>
      <th scope="row" className={isUnder ? "pw-under" : ""}>
        {t`Talk therapy`}
      </th>
      <td>{whenWords(therapy.when)}</td>
      <td>{therapy.therapistName}</td>
      <td>
        {therapyWords[therapy.standing]}
        {therapy.conflict && <p className="pw-conflict">{therapy.conflict}</p>}
        {!therapy.conflict && therapy.advice && <p className="note">{therapy.advice}</p>}
        {said.map((each) => (
          <p key={each} className="note">
            {each}
          </p>
        ))}
      </td>
      <td className="pw-acts">
        {plan.closed === null && mayPlan && therapy.standing === "planned" && (
          <button
            type="button"
            className="btn"
            aria-label={t`Move or cancel talk therapy of ${whenWords(therapy.when)}`}
            onClick={() => moveTherapy(therapy)}
          >
            {t`Move or cancel`}
          </button>
        )}
      </td>
    </tr>
  );
}
