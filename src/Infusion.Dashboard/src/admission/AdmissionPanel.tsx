import { t } from "@lingui/core/macro";
import "./admission.css";
import { Link } from "react-router";
import type { SessionView } from "../live/contract";
import { useSignedIn } from "../session/SessionContext";
import { Icon } from "../ui/Icon";
import { useCheckIn } from "./queries";

const before = ["planned", "checked_in", "ready"];

/** At the chair: what is missing before the start, and where it is done. */
export function AdmissionPanel({ chair, session }: { chair: string; session: SessionView }) {
  const { me } = useSignedIn();
  if (!before.includes(session.phase)) return null;
  const change = me.roles.includes("physician") && (
    <Link className="btn" to={`/chairs/${encodeURIComponent(chair)}/order`}>
      <Icon name="order" />
      {t`Change the order`}
    </Link>
  );
  if (!session.order.asksBeforeStart) return change ? <div className="actions">{change}</div> : null;
  return (
    <section className="panel" aria-labelledby="admission-title">
      <h2 id="admission-title">{t`Before the start`}</h2>
      <Gaps session={session.id} />
      <div className="actions">
        <Link className="btn btn--tall" to={`/sessions/${session.id}/check-in`}>
          <Icon name="charted" />
          {t`Check-in`}
        </Link>
        <Link className="btn btn--tall" to={`/sessions/${session.id}/double-check`}>
          <Icon name="check" />
          {t`Double check`}
        </Link>
        {change}
      </div>
    </section>
  );
}

function Gaps({ session }: { session: string }) {
  const { data: view, error } = useCheckIn(session);
  if (!view || error)
    return <p className="note">{error ? t`${error.message} What is missing is not known.` : t`Reading.`}</p>;
  return view.gaps.length === 0 ? (
    <p role="status">{t`Nothing is missing.`}</p>
  ) : (
    <ul className="ci-gaps" aria-label={t`Missing before the start`}>
      {view.gaps.map((gap) => (
        <li key={gap}>{gap}</li>
      ))}
    </ul>
  );
}
