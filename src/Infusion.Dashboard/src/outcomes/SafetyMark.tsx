import { t } from "@lingui/core/macro";
import { Link } from "react-router";
import type { SessionView } from "../live/contract";

const open = (session: SessionView) => session.after.safetyTasks.filter((task) => task.answeredAt === null);

/** On the board: that there is one. */
export function SafetyMark({ session }: { session: SessionView }) {
  return open(session).length === 0 ? null : <p className="safety-mark">{t`Safety task open`}</p>;
}

/** At the chair: what it is, and where it is answered. */
export function SafetyBand({ session }: { session: SessionView }) {
  const tasks = open(session);
  if (tasks.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="safety-title">
      <h2 id="safety-title">{t`Safety task: no discharge until a physician has answered it`}</h2>
      <ul className="care-list">
        {tasks.map((task) => (
          <li key={task.assessment}>{task.words}</li>
        ))}
      </ul>
      <div className="actions">
        <Link className="btn btn--tall" to="/safety-tasks">
          {t`Safety tasks`}
        </Link>
        <Link className="btn btn--tall" to={`/patients/${encodeURIComponent(session.patient)}/outcomes`}>
          {t`Scores of the patient`}
        </Link>
      </div>
    </section>
  );
}
