import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { useClock } from "../live/LiveContext";
import { useNames } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { span } from "../ui/format";
import { AnswerForm } from "./AnswerForm";
import type { CheckInLine, CheckInView } from "./contract";
import { Mark } from "./Mark";
import { OverrideDialog } from "./OverrideDialog";
import { PressureForm } from "./PressureForm";
import { useAdmissionSend } from "./queries";
import { findingWords, itemTitles } from "./words";

/** One item: how it stands, what it rests on, and what can be done. */
export function CheckInRow({ view, line }: { view: CheckInView; line: CheckInLine }) {
  const [again, setAgain] = useState(false);
  const [asking, setAsking] = useState(false);
  const send = useAdmissionSend(view.session);
  const { me } = useSignedIn();
  const { answer } = line;
  const title = itemTitles[line.item];
  const isOver = view.phase !== "checked_in" && view.phase !== "ready";
  const isMeasured = line.findings.length === 0;
  return (
    <li className={`ci-item is-${line.status}`} aria-label={title}>
      <Mark status={line.status} title={title} />
      <div className="ci-body">
        <Standing view={view} line={line} />
        {!isOver && isMeasured && <PressureForm session={view.session} />}
        {!isOver && !isMeasured && (answer === null || again) && (
          <AnswerForm view={view} line={line} done={() => setAgain(false)} />
        )}
        {!isOver && (
          <div className="actions">
            {answer !== null && !again && (
              <button type="button" className="btn" onClick={() => setAgain(true)}>
                <Trans>
                  Answer anew<span className="vh">: {title}</span>
                </Trans>
              </button>
            )}
            {again && (
              <button type="button" className="btn" onClick={() => setAgain(false)}>
                <Trans>
                  Keep the answer<span className="vh">: {title}</span>
                </Trans>
              </button>
            )}
            {(answer !== null || line.override !== null) && !again && (
              <button
                type="button"
                className="btn"
                onClick={() => void send({ type: "withdraw_check_in", item: line.item })}
              >
                <Trans>
                  Take back<span className="vh">: {title}</span>
                </Trans>
              </button>
            )}
            {line.mayBeOverridden && me.roles.includes("physician") && (
              <button type="button" className="btn" onClick={() => setAsking(true)}>
                <Trans>
                  Override<span className="vh">: {title}</span>
                </Trans>
              </button>
            )}
          </div>
        )}
        {line.status === "hold" && !isOver && (
          <p className="note">
            {!line.mayBeOverridden
              ? t`Nobody overrides this.`
              : me.roles.includes("physician")
                ? ""
                : t`A physician may override this here, with a reason.`}
          </p>
        )}
      </div>
      {asking && <OverrideDialog session={view.session} line={line} close={() => setAsking(false)} />}
    </li>
  );
}

/** What a finding's own word says already. */
const saidAlready = new Set([
  "",
  "does not match",
  "not signed",
  "nobody named",
  "named",
  "none",
  "negative",
  "positive",
  "not known",
  "not done",
  "not relevant",
  "none taken",
]);

function Standing({ view, line }: { view: CheckInView; line: CheckInLine }) {
  const nameOf = useNames();
  const { answer, override } = line;
  const note = answer?.note ? (view.notes[answer.note] ?? t`not read`) : null;
  return (
    <>
      <p>
        {answer && <b>{findingWords(line.item, answer.finding)}. </b>}
        {answer && saidAlready.has(line.why ?? "")
          ? ""
          : (line.why ??
            (answer ? "" : line.findings.length === 0 ? t`Not measured since check-in.` : t`Not answered.`))}
        {note !== null && <> {note}.</>}
        {line.at !== null && line.by !== null && (
          <span className="note">
            {" "}
            <Trans>
              <ClockTime at={line.at} /> by {nameOf(line.by)}
            </Trans>
          </span>
        )}
        {line.findings.length === 0 && view.pressure && (
          <span className="note">
            {" "}
            <Trans>
              measured <ClockTime at={view.pressure.at} />
            </Trans>
          </span>
        )}
      </p>
      {line.status === "hold" && line.metFrom !== null && <Wait line={line} metFrom={line.metFrom} />}
      {override && (
        <p>
          <Trans>
            Overridden by {nameOf(override.by)} at <ClockTime at={override.at} />:{" "}
            {view.notes[override.reason] ?? t`reason not read yet`}
          </Trans>
        </p>
      )}
    </>
  );
}

/** The time passes without a word of the server. */
function Wait({ line, metFrom }: { line: CheckInLine; metFrom: string }) {
  const left = useClock((nowMs) => {
    const ms = Date.parse(metFrom) - nowMs;
    return ms <= 0 ? "" : span(ms);
  });
  const what = line.item === "blood_pressure" ? t`Recheck` : t`Over`;
  return (
    <p className="ci-wait" role="timer" aria-live="off">
      {left === "" ? (
        <b>{line.item === "blood_pressure" ? t`Recheck the pressure now.` : t`The time is over.`}</b>
      ) : (
        <Trans>
          {what} from <ClockTime at={metFrom} />, in <b className="fig">{left}</b>
        </Trans>
      )}
    </p>
  );
}
