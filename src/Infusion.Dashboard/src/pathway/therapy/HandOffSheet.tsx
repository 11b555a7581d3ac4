import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { ClockTime } from "../../ui/ClockTime";
import { birthDate, calendarDay, clockTime } from "../../ui/format";
import { mgWords } from "../axis/course";
import type { HandOff, HandOffLine } from "../contract";
import { startWords, whenWords } from "../days";
import { useHandOff, usePlanCommand } from "../queries";
import { Refusal } from "../Refusal";
import { nameOf } from "../words";
import { RecordForm } from "./RecordForm";

interface Props {
  plan: string;
  appointment: string;
  timeZone: string;
}

/** What the therapist is told of the infusion, and what they record. */
export function HandOffSheet({ plan, appointment, timeZone }: Props) {
  const { data: handOff, error } = useHandOff(plan, appointment);
  const seen = usePlanCommand(plan);
  if (!handOff) {
    return (
      <section aria-label={t`Hand-off`}>
        <p role={error ? "alert" : "status"}>
          {error ? t`The hand-off could not be read: ${error.message}` : t`Reading the hand-off.`}
        </p>
      </section>
    );
  }
  const { patient, therapy, infusion } = handOff;
  return (
    <section aria-labelledby="th-patient" className="th-sheet">
      <h2 id="th-patient">{nameOf(patient)}</h2>
      <p className="note">
        {t`${patient.birthDate ? t`Born ${birthDate(patient.birthDate)}` : t`Birth date not known`}, MRN ${patient.mrn ?? t`none`}. Talk therapy ${whenWords(therapy.when)}. ${handOff.progress.text}`}
      </p>
      {error && <p role="alert">{t`What is shown may be old: ${error.message}`}</p>}
      {therapy.conflict && <p className="pw-conflict">{therapy.conflict}</p>}
      <Lines title={t`Open safety tasks`} lines={handOff.safetyTasks} none={t`No safety task is open.`} isFirst />
      {infusion ? (
        <Infusion infusion={infusion} timeZone={timeZone} />
      ) : (
        <p>{t`This appointment follows no infusion in particular; there is no hand-off.`}</p>
      )}
      {infusion &&
        (therapy.handOffSeenAt ? (
          <p className="note">
            <Trans>
              You have read the hand-off, {calendarDay(therapy.handOffSeenAt, timeZone)}{" "}
              <ClockTime at={therapy.handOffSeenAt} />.
            </Trans>
          </p>
        ) : (
          <button
            type="button"
            className="btn btn--tall"
            disabled={seen.isPending}
            onClick={() => seen.mutate({ type: "see_hand_off", appointment })}
          >
            {t`I have read the hand-off`}
          </button>
        ))}
      {seen.error && <Refusal error={seen.error} />}
      <h3>{t`Record`}</h3>
      <RecordForm plan={plan} therapy={therapy} aboutNotes={handOff.aboutNotes} />
    </section>
  );
}

function Infusion({ infusion, timeZone }: { infusion: NonNullable<HandOff["infusion"]>; timeZone: string }) {
  const time = (at: string | null) => (at === null ? t`not known` : clockTime(at, timeZone));
  return (
    <>
      <h3>{t`Infusion ${infusion.number ?? ""} of ${startWords(infusion.when)}`}</h3>
      {!infusion.hasEnded && (
        <p className="pw-conflict">{t`It has not ended yet: what stands here is not complete.`}</p>
      )}
      <dl className="sheet-facts">
        <Fact name={t`Dose given`}>{infusion.givenMg === null ? t`not known` : mgWords(infusion.givenMg)}</Fact>
        <Fact name={t`Dose ordered`}>{infusion.orderedMg === null ? t`not known` : mgWords(infusion.orderedMg)}</Fact>
        <Fact name={t`From, to`}>
          {infusion.startedAt === null && !infusion.hasEnded
            ? t`has not begun`
            : t`${time(infusion.startedAt)} to ${infusion.hasEnded ? time(infusion.endedAt) : t`now, not ended`}`}
        </Fact>
      </dl>
      <Lines title={t`Comfort`} lines={infusion.comfort} none={t`Nothing was charted.`} />
      <Lines title={t`Adverse events`} lines={infusion.events} none={t`None was charted.`} />
      <Lines title={t`Still owed by the session`} lines={infusion.openTasks} none={t`Nothing.`} />
      <Lines title={t`Reported and noted`} lines={infusion.said} none={t`Nothing was noted.`} />
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

interface LinesProps {
  title: string;
  lines: HandOffLine[];
  none: string;
  isFirst?: boolean;
}

const Lines = ({ title, lines, none, isFirst = false }: LinesProps) => (
  <div className={isFirst && lines.length > 0 ? "th-lines is-open" : "th-lines"}>
    {isFirst ? <h3>{title}</h3> : <h4>{title}</h4>}
    {lines.length === 0 ? (
      <p className="note">{none}</p>
    ) : (
      <ul>
        {lines.map((line) => (
          <li key={`${line.at} ${line.text}`}>
            <span className="fig">
              <ClockTime at={line.at} />
            </span>{" "}
            {line.text}
          </li>
        ))}
      </ul>
    )}
  </div>
);
