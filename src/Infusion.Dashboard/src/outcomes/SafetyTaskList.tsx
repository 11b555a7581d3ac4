import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { useTimeZone } from "../live/LiveContext";
import { useNames } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { calendarDay, clockTime } from "../ui/format";
import { outcomes } from "./api";
import type { SafetyTask } from "./contract";
import { TextCommand } from "./TextCommand";

/** Each with what opened it, and, for physicians, the place to say what was done. */
export function SafetyTaskList({ tasks }: { tasks: SafetyTask[] }) {
  return (
    <ul className="safety-tasks">
      {tasks.map((task) => (
        <Task key={task.assessment} task={task} />
      ))}
    </ul>
  );
}

function Task({ task }: { task: SafetyTask }) {
  const { clinic, me } = useSignedIn();
  const queries = useQueryClient();
  const nameOf = useNames();
  const timeZone = useTimeZone();
  const when = (at: string) => `${calendarDay(at, timeZone)}, ${clockTime(at, timeZone)}`;
  const isOpen = task.answeredAt === null;
  return (
    <li className={isOpen ? "is-open" : ""}>
      <p>
        <b>{isOpen ? t`Open` : t`Answered`}</b>: {task.words}
        <span className="note"> {t`since ${when(task.openedAt)}`}</span>
      </p>
      <p>
        <Link to={`/patients/${encodeURIComponent(task.patient)}/outcomes`}>{task.patientName}</Link>
        {task.mrn && <span className="note"> {task.mrn}</span>}
        {task.chair && (
          <Trans>
            , at <Link to={`/chairs/${encodeURIComponent(task.chair)}`}>chair {task.chair}</Link>: no discharge until it
            is answered
          </Trans>
        )}
      </p>
      {task.answeredAt !== null && (
        <p>
          {nameOf(task.answeredBy ?? "")}, {when(task.answeredAt)}: {task.answer ?? t`text erased`}
        </p>
      )}
      {isOpen &&
        (me.roles.includes("physician") ? (
          <TextCommand
            about={`safety-task:${task.assessment}`}
            label={t`What was done`}
            button={t`Answer the safety task`}
            send={async (commandId, text) => {
              await outcomes.answer(clinic, task.assessment, commandId, text);
              await queries.invalidateQueries({ queryKey: ["safety-tasks", clinic] });
              await queries.invalidateQueries({ queryKey: ["outcomes", clinic] });
            }}
          />
        ) : (
          <p className="note">{t`A physician answers it: call one.`}</p>
        ))}
    </li>
  );
}
