import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./admission.css";
import { Link, useParams } from "react-router";
import { OpenVial } from "../after/VialsPanel";
import type { SessionView } from "../live/contract";
import { useLive, useTimeZone } from "../live/LiveContext";
import { useNames, usePatient } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { CommandNotes } from "../ui/CommandNotes";
import { birthDate, clockTime } from "../ui/format";
import { Icon } from "../ui/Icon";
import { Page } from "../ui/Page";
import { CheckInRow } from "./CheckInRow";
import type { CheckInView } from "./contract";
import { Mark } from "./Mark";
import { PrepareForm } from "./PrepareForm";
import { useAdmissionSend, useCheckIn } from "./queries";
import { Stand } from "./Stand";

/** Everything that stands before a start, on one page: check-in, order, preparation. */
export default function CheckInPage() {
  const { session = "" } = useParams();
  const { data: view, error, dataUpdatedAt } = useCheckIn(session);
  return (
    <Page title={view ? t`Check-in, chair ${view.chair}` : t`Check-in`} className="sheets">
      <Stand error={error} readAt={dataUpdatedAt} has={view !== undefined} />
      <CommandNotes session={session} />
      {view && <CheckIn view={view} />}
    </Page>
  );
}

function CheckIn({ view }: { view: CheckInView }) {
  const live = useLive(
    (state) => Object.values(state.chairs).find((chair) => chair?.session?.id === view.session)?.session ?? null,
  );
  return (
    <>
      <Head view={view} />
      <section aria-labelledby="ci-items">
        <h2 id="ci-items">{t`Item by item`}</h2>
        <ul className="ci-list">
          {view.items.map((line) => (
            <CheckInRow key={line.item} view={view} line={line} />
          ))}
        </ul>
      </section>
      <Order view={view} live={live} />
      <Ready view={view} />
    </>
  );
}

function Head({ view }: { view: CheckInView }) {
  const { data: patient } = usePatient(view.patient);
  const count = (status: string) => view.items.filter((line) => line.status === status).length;
  const left = count("open") + count("hold");
  return (
    <section aria-label={t`Patient and standing`}>
      <p className="ci-lead">
        {patient ? (
          <Trans>
            <b>{patient.name}</b>, born {birthDate(patient.birthDate)}, MRN {patient.mrn}
          </Trans>
        ) : (
          t`Name not read yet`
        )}
      </p>
      <p role="status" className="ci-standing">
        {left === 0
          ? t`Everything of the check-in is passed or let go.`
          : t`${count("open")} open, ${count("hold")} on hold, ${count("pass")} passed, ${count("overridden")} overridden.`}
      </p>
      <Link className="btn" to={`/chairs/${encodeURIComponent(view.chair)}`}>
        <Icon name="back" />
        {t`Chair ${view.chair}`}
      </Link>
    </section>
  );
}

function Order({ view, live }: { view: CheckInView; live: SessionView | null }) {
  const nameOf = useNames();
  const { me } = useSignedIn();
  const timeZone = useTimeZone();
  const { gate, check, disagreed, prepared } = view;
  const status = check ? "pass" : disagreed.length > 0 ? "hold" : "open";
  return (
    <section aria-labelledby="ci-order">
      <h2 id="ci-order">{t`Order and preparation`}</h2>
      <p>
        {t`Ordered ${view.orderedBy ? t`by ${nameOf(view.orderedBy)} at ${clockTime(view.orderedAt, timeZone)}` : ""} under ${view.protocol}.`}{" "}
        {me.roles.includes("physician") && (
          <Link to={`/chairs/${encodeURIComponent(view.chair)}/order`}>{t`Change the order`}</Link>
        )}
      </p>
      <ul className="ci-list">
        {gate.doubleCheckWithinPercent !== null && (
          <li className={`ci-item is-${status}`}>
            <Mark status={status} title={t`Double check by a second person`} />
            <div className="ci-body">
              <p>
                {check
                  ? t`${nameOf(check.by)} came to the same numbers at ${clockTime(check.at, timeZone)}.`
                  : disagreed.length > 0
                    ? t`${disagreed.map((each) => nameOf(each.by)).join(", ")} came to other numbers than the order. The start is blocked until somebody else agrees, or the order is given anew.`
                    : t`Somebody who neither ordered nor prepared signs in and computes it without seeing the answer.`}
              </p>
              {!check && (
                <Link className="btn btn--tall" to={`/sessions/${view.session}/double-check`}>
                  {t`Compute the order`}
                </Link>
              )}
            </div>
          </li>
        )}
        <li className={`ci-item is-${prepared ? "pass" : "open"}`}>
          <Mark
            status={prepared ? "pass" : "open"}
            title={t`Dose prepared${gate.preparedAtMostBefore === null ? t` (not asked for)` : ""}`}
          />
          <div className="ci-body">
            {prepared && (
              <p>
                <Trans>
                  Prepared by {nameOf(prepared.by)}, label <ClockTime at={prepared.at} />.
                </Trans>
              </p>
            )}
            {live && (
              <>
                <OpenVial session={live} />
                <PrepareForm view={view} vials={live.after.vials} isAgain={prepared !== null} />
              </>
            )}
          </div>
        </li>
      </ul>
    </section>
  );
}

function Ready({ view }: { view: CheckInView }) {
  const send = useAdmissionSend(view.session);
  const left = view.items.filter((line) => line.status === "open" || line.status === "hold").length;
  return (
    <section aria-labelledby="ci-ready">
      <h2 id="ci-ready">{t`Before the start`}</h2>
      {view.gaps.length === 0 ? (
        <p role="status">{t`Nothing is missing.`}</p>
      ) : (
        <ul className="ci-gaps" aria-label={t`Missing before the start`}>
          {view.gaps.map((gap) => (
            <li key={gap}>{gap}</li>
          ))}
        </ul>
      )}
      {view.phase === "checked_in" && (
        <button
          type="button"
          className="btn btn--act"
          disabled={left > 0}
          onClick={() => void send({ type: "mark_ready" })}
        >
          {left > 0
            ? plural(left, {
                one: `Ready, when ${left} more item is passed`,
                other: `Ready, when ${left} more items are passed`,
              })
            : t`Ready`}
        </button>
      )}
      {view.phase === "planned" && <p>{t`Check in at the chair first; then each item can be answered.`}</p>}
      {view.phase === "ready" && <p>{t`Ready. The start is charted at the chair.`}</p>}
    </section>
  );
}
