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
      <section aria-label="Hand-off">
        <p role={error ? "alert" : "status"}>
          {error ? `The hand-off could not be read: ${error.message}` : "Reading the hand-off."}
        </p>
      </section>
    );
  }
  const { patient, therapy, infusion } = handOff;
  return (
    <section aria-labelledby="th-patient" className="th-sheet">
      <h2 id="th-patient">{nameOf(patient)}</h2>
      <p className="note">
        {patient.birthDate ? `Born ${birthDate(patient.birthDate)}` : "Birth date not known"}, MRN{" "}
        {patient.mrn ?? "none"}. Talk therapy {whenWords(therapy.when)}. {handOff.progress.text}
      </p>
      {error && <p role="alert">What is shown may be old: {error.message}</p>}
      {therapy.conflict && <p className="pw-conflict">{therapy.conflict}</p>}
      <Lines title="Open safety tasks" lines={handOff.safetyTasks} none="No safety task is open." isFirst />
      {infusion ? (
        <Infusion infusion={infusion} timeZone={timeZone} />
      ) : (
        <p>This appointment follows no infusion in particular; there is no hand-off.</p>
      )}
      {infusion &&
        (therapy.handOffSeenAt ? (
          <p className="note">
            You have read the hand-off, {calendarDay(therapy.handOffSeenAt, timeZone)}{" "}
            <ClockTime at={therapy.handOffSeenAt} />.
          </p>
        ) : (
          <button
            type="button"
            className="btn btn--tall"
            disabled={seen.isPending}
            onClick={() => seen.mutate({ type: "see_hand_off", appointment })}
          >
            I have read the hand-off
          </button>
        ))}
      {seen.error && <Refusal error={seen.error} />}
      <h3>Record</h3>
      <RecordForm plan={plan} therapy={therapy} aboutNotes={handOff.aboutNotes} />
    </section>
  );
}

function Infusion({ infusion, timeZone }: { infusion: NonNullable<HandOff["infusion"]>; timeZone: string }) {
  const time = (at: string | null) => (at === null ? "not known" : clockTime(at, timeZone));
  return (
    <>
      <h3>
        Infusion {infusion.number ?? ""} of {startWords(infusion.when)}
      </h3>
      {!infusion.hasEnded && <p className="pw-conflict">It has not ended yet: what stands here is not complete.</p>}
      <dl className="sheet-facts">
        <Fact name="Dose given">{infusion.givenMg === null ? "not known" : mgWords(infusion.givenMg)}</Fact>
        <Fact name="Dose ordered">{infusion.orderedMg === null ? "not known" : mgWords(infusion.orderedMg)}</Fact>
        <Fact name="From, to">
          {infusion.startedAt === null && !infusion.hasEnded
            ? "has not begun"
            : `${time(infusion.startedAt)} to ${infusion.hasEnded ? time(infusion.endedAt) : "now, not ended"}`}
        </Fact>
      </dl>
      <Lines title="Comfort" lines={infusion.comfort} none="Nothing was charted." />
      <Lines title="Adverse events" lines={infusion.events} none="None was charted." />
      <Lines title="Still owed by the session" lines={infusion.openTasks} none="Nothing." />
      <Lines title="Reported and noted" lines={infusion.said} none="Nothing was noted." />
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
