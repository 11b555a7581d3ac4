import { t } from "@lingui/core/macro";
import "./setup.css";
import { Link } from "react-router";
import { useLive } from "../live/LiveContext";
import { useSignedIn } from "../session/SessionContext";
import { useSetup } from "./queries";
import { nextPart, partTitles, whoCan } from "./words";

/** On the board of a clinic that has never given an infusion: what lacks, and the way there. Nothing once one was given. */
export function SetupLead() {
  const { me } = useSignedIn();
  const isQuiet = useLive(
    (state) => state.clinic !== null && state.chairOrder.every((code) => !state.chairs[code]?.session),
  );
  const { data } = useSetup(false, isQuiet);
  if (!isQuiet || !data || data.steps.every(({ part, standing }) => part !== "first_session" || standing === "done"))
    return null;
  const open = data.steps.filter(({ standing }) => standing !== "done");
  const isManager = me.roles.includes("manager");
  return (
    <section className="setup-lead" aria-labelledby="setup-lead-title">
      <h2 id="setup-lead-title">
        {data.mayBegin ? t`No chair has been live yet` : t`This clinic is not ready for its first infusion`}
      </h2>
      <ul>
        {open.map((step) => (
          <li key={step.part}>
            <b>{partTitles[step.part]}:</b> {step.lacks.join(" ")}
            {!isManager && ` ${whoCan(step)}`}
          </li>
        ))}
      </ul>
      <Link className="btn btn--tall btn--act" to="/setup">
        {isManager ? t`Go on with the set-up: ${partTitles[nextPart(data.steps)].toLowerCase()}` : t`See the set-up`}
      </Link>
    </section>
  );
}
