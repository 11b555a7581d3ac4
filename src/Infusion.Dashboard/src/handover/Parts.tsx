import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { adverseEventWords, kindWords, medicationWords, routeWords, settingWords, wordOf } from "../care/words";
import type { Obligation, Waiver } from "../charts/contract";
import { holderWords } from "../holder/words";
import { alarmsOf } from "../live/alarms";
import type { ChairView, SessionView } from "../live/contract";
import { useClock, useTimeZone } from "../live/LiveContext";
import { useNames } from "../session/queries";
import { ClockTime } from "../ui/ClockTime";
import { dueText, observationWords } from "../ui/due";
import { clockTime, figure, withUnit } from "../ui/format";
import { phaseWords, priorityWords, stars, weightBasisWords } from "../ui/words";
import { Now } from "./Now";
import { differencesOf } from "./unknowns";
import { goesOn, partTitles } from "./words";

interface Props {
  view: ChairView;
  session: SessionView;
}

/** How ill, first of all: what stands, and what alarms now. */
export function Severity({ view, session }: Props) {
  const alarms = alarmsOf({ chairs: { [view.chair]: view }, clinicAlarms: [] });
  const { emergency } = session.care;
  return (
    <section aria-labelledby="handover-severity">
      <h3 id="handover-severity">{partTitles.severity}</h3>
      {emergency && (
        <p>
          <b>
            <Trans>
              EMERGENCY: {kindWords[emergency.kind]}, called <ClockTime at={emergency.calledAt} seconds />
            </Trans>
          </b>
        </p>
      )}
      <p>
        <Trans>
          <b>{phaseWords[session.phase]}</b> since <ClockTime at={session.phaseSince} />
        </Trans>
        {session.startedAt && (
          <Trans>
            , infusion started <ClockTime at={session.startedAt} />
          </Trans>
        )}
        .{" "}
        {alarms.length === 0
          ? t`No alarm stands.`
          : plural(alarms.length, { one: `${alarms.length} alarm stands:`, other: `${alarms.length} alarms stand:` })}
      </p>
      {alarms.length > 0 && (
        <ul>
          {alarms.map((alarm) => (
            <li key={alarm.id}>
              <Trans>
                <b>
                  {stars[alarm.priority]} {priorityWords[alarm.priority]}
                </b>
                : {alarm.headline}, since <ClockTime at={alarm.raisedAt} seconds />,{" "}
                {alarm.acknowledged ? t`acknowledged` : t`not acknowledged`}
                {alarm.presence === "latched" && t`, condition over`}
              </Trans>
            </li>
          ))}
        </ul>
      )}
      <Now view={view} />
      {session.care.setting.length > 0 && (
        <p>{t`Setting: ${session.care.setting.map((item) => settingWords[item].toLowerCase()).join(", ")}.`}</p>
      )}
    </section>
  );
}

/** Ordered, as the pump is set, and given: the three that must agree. */
export function Patient({ view, session }: Props) {
  const { order, dose, care } = session;
  const differences = differencesOf(view);
  const { programmed } = dose;
  return (
    <section aria-labelledby="handover-patient">
      <h3 id="handover-patient">{partTitles.patient}</h3>
      <dl className="chart-facts">
        <Fact label={t`Order`}>
          {order.drug} {figure(order.doseMg, 1)} mg ({figure(order.doseMgPerKg, 2)} mg/kg, {figure(order.weightKg, 1)}{" "}
          kg {weightBasisWords[order.weightBasis] ?? order.weightBasis}), {routeWords[care.route]}
        </Fact>
        <Fact label={t`Protocol`}>
          {order.protocol}
          {!order.protocolApproved && t`, not approved: its limits are samples`}
        </Fact>
        {care.route === "iv_infusion" && (
          <>
            <Fact label={t`As ordered`}>
              {t`${figure(order.rateMlPerHour, 1)} mL/h over ${figure(order.durationMinutes)} min, ${figure(order.volumeMl, 1)} mL of ${figure(order.concentrationMgPerMl, 2)} mg/mL`}
            </Fact>
            <Fact label={t`As the pump is set`} isKnown={programmed.rateMlPerHour !== null}>
              {programmed.rateMlPerHour === null
                ? t`not known: the pump has not said`
                : `${figure(programmed.rateMlPerHour, 1)} mL/h, ${withUnit(programmed.volumeMl, "mL", 1)}, ${withUnit(programmed.doseMg, "mg", 1)}`}
            </Fact>
          </>
        )}
        <Fact label={t`Given`} isKnown={session.givenMg !== null}>
          {session.givenMg === null ? (
            t`not known`
          ) : (
            <>
              <b>{t`${figure(session.givenMg, 1)} of ${figure(order.doseMg, 1)} mg`}</b>
              {session.givenAsOf && (
                <Trans>
                  , as of <ClockTime at={session.givenAsOf} seconds />
                </Trans>
              )}
              {dose.boluses > 0 && t`, with ${dose.boluses} boluses (${figure(dose.bolusMl, 1)} mL)`}
            </>
          )}
        </Fact>
        <Fact label={t`Ends about`} isKnown={session.expectedEndAt !== null}>
          {session.expectedEndAt ? <ClockTime at={session.expectedEndAt} /> : t`not known`}
        </Fact>
      </dl>
      {differences.length > 0 && (
        <ul aria-label={t`Where the pump and the order do not agree`}>
          {differences.map((difference) => (
            <li key={difference}>
              <b>{t`Does not agree`}</b>: {difference}.
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const Fact = ({ label, isKnown = true, children }: { label: string; isKnown?: boolean; children: React.ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd className={isKnown ? undefined : "is-unknown"}>{children}</dd>
  </div>
);

interface ActionProps {
  session: SessionView;
  /** null: not read. */
  owed: (Obligation & { waiver: Waiver | null })[] | null;
}

/** What is due next, what is open, and what the chart still owes. */
export function Actions({ session, owed }: ActionProps) {
  const timeZone = useTimeZone();
  // On paper only the time of day stays true.
  const due = useClock((nowMs) =>
    session.due
      .map((each) => `${observationWords[each.what]}: ${clockTime(each.dueAt, timeZone)}, ${dueText(each, nowMs)}`)
      .join("\n"),
  );
  const { care, after } = session;
  const open = [
    ...(due === "" ? [] : due.split("\n")),
    ...after.safetyTasks.filter((task) => task.answeredAt === null).map((task) => t`Safety task, open: ${task.words}`),
    ...care.adverseEvents
      .filter((each) => each.outcome === null)
      .map((each) => t`Outcome of the adverse event: ${wordOf(adverseEventWords, each.code).toLowerCase()}`),
    ...care.rescues
      .filter((each) => each.response === null)
      .map((each) => t`Response to ${wordOf(medicationWords, each.medication).toLowerCase()}`),
    ...(owed ?? []).filter((each) => each.waiver === null && !isSaid(each.code)).map((each) => each.text),
  ];
  return (
    <section aria-labelledby="handover-actions">
      <h3 id="handover-actions">{partTitles.actions}</h3>
      {open.length === 0 ? (
        <p>{t`Nothing is due or open.`}</p>
      ) : (
        <ul className="handover-tasks">
          {open.map((each) => (
            <li key={each}>
              <span className="handover-box" aria-hidden="true" /> {each}
            </li>
          ))}
        </ul>
      )}
      {owed === null && <p>{t`What the chart owes has not been read.`}</p>}
    </section>
  );
}

/** Above, from what is live; and that the session goes on is no news of a patient who sits here. */
const isSaid = (code: string): boolean =>
  code.startsWith("adverse-event-") || code.startsWith("rescue-") || goesOn.includes(code);

/** Who has the chair, and lines for those who say it back on paper. */
export function Synthesis({ view }: { view: ChairView }) {
  const nameOf = useNames();
  return (
    <section aria-labelledby="handover-synthesis">
      <h3 id="handover-synthesis">{partTitles.synthesis}</h3>
      <p>{t`${holderWords(view.holder, nameOf)} On the screen a chair changes hands at the chair, and there alone.`}</p>
      <dl className="handover-lines">
        {[t`Handed over by`, t`Taken over by`, t`At`, t`Said back`].map((label) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd />
          </div>
        ))}
      </dl>
    </section>
  );
}
