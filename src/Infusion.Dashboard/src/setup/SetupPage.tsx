import { t } from "@lingui/core/macro";
import "./setup.css";
import "../people/people.css";
import "../registry/registry.css";
import { type ComponentType, useEffect, useRef } from "react";
import { Link, useParams } from "react-router";
import { useSignedIn } from "../session/SessionContext";
import { Icon } from "../ui/Icon";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { ChairsStep } from "./ChairsStep";
import { ClinicStep } from "./ClinicStep";
import type { SetupPart, SetupStep, SetupView } from "./contract";
import { DevicesStep } from "./DevicesStep";
import { FirstSessionStep } from "./FirstSessionStep";
import { PeopleStep } from "./PeopleStep";
import { ProtocolStep } from "./ProtocolStep";
import { useSetup } from "./queries";
import { nextPart, onward, partTitles, standingWords, whoCan } from "./words";

/** How far it is comes from the clinic itself; somebody else may be setting it up too. */
const every = 5_000;

const works: Record<SetupPart, ComponentType<{ view: SetupView; step: SetupStep }>> = {
  clinic: ClinicStep,
  people: PeopleStep,
  protocol: ProtocolStep,
  chairs: ChairsStep,
  devices: DevicesStep,
  first_session: FirstSessionStep,
};

const pathOf = (part: SetupPart) => `/setup/${part.replace("_", "-")}`;

/** From nothing to the first live chair. Nothing is kept for this page: it may be left and come back to at any step. */
export default function SetupPage() {
  const query = useSetup(every);
  const { data } = query;
  return (
    <Page title={t`Set up the clinic`} tab={t`Set up`} className="sheets setup">
      <Reading query={query} what={t`The set-up`} />
      {data && <Steps view={data} />}
    </Page>
  );
}

function Steps({ view }: { view: SetupView }) {
  const { step: asked } = useParams();
  const { me } = useSignedIn();
  // The first that is not done when the page is opened; what gets done later does not turn the page.
  const first = useRef(nextPart(view.steps));
  const part = view.steps.find((each) => pathOf(each.part) === `/setup/${asked}`)?.part ?? first.current;
  const at = view.steps.findIndex((each) => each.part === part);
  const step = view.steps[at];
  const title = useRef<HTMLHeadingElement>(null);
  const shown = useRef(part);
  useEffect(() => {
    // Who goes on by keyboard or screen reader begins at the head of the step, and nobody is moved at the first.
    if (shown.current !== part) title.current?.focus();
    shown.current = part;
  }, [part]);
  if (!step) return null;
  const Work = works[part];
  const [before, after] = [view.steps[at - 1], view.steps[at + 1]];
  const mayDo = me.roles.some((role) => step.roles.includes(role));
  return (
    <div className="setup-columns">
      <nav aria-label={t`Steps`} className="setup-steps">
        <ol>
          {view.steps.map((each) => (
            <li key={each.part}>
              <Link to={pathOf(each.part)} aria-current={each.part === part ? "step" : undefined}>
                <span className={`setup-mark is-${each.standing}`} aria-hidden="true">
                  {each.standing === "done" && <Icon name="check" />}
                </span>
                <b>{partTitles[each.part]}</b> <small>{standingWords[each.standing]}</small>
              </Link>
            </li>
          ))}
        </ol>
        <p className="note" role="status">
          {t`${view.steps.filter(({ standing }) => standing === "done").length} of ${view.steps.length} done.`}{" "}
          {view.isComplete ? t`The clinic is set up.` : view.mayBegin ? t`A first infusion could be ordered.` : ""}
        </p>
      </nav>
      <section aria-labelledby="setup-title" className="setup-work">
        <h2 id="setup-title" tabIndex={-1} ref={title}>
          {partTitles[part]}
        </h2>
        {step.lacks.length > 0 && (
          <div className="setup-lacks">
            <ul>
              {step.lacks.map((lack) => (
                <li key={lack}>{lack}</li>
              ))}
            </ul>
            <p className="note">{whoCan(step)}</p>
          </div>
        )}
        <Work view={view} step={step} key={part} />
        {!mayDo && step.standing !== "done" && <p className="note">{t`You can look at this step and not do it.`}</p>}
        <p className="setup-way">
          {before && (
            <Link className="btn btn--tall" to={pathOf(before.part)}>
              {t`Back: ${partTitles[before.part].toLowerCase()}`}
            </Link>
          )}
          {after ? (
            <Link className="btn btn--tall btn--act" to={pathOf(after.part)}>
              {onward[step.standing]}: {partTitles[after.part].toLowerCase()}
            </Link>
          ) : (
            <Link className="btn btn--tall btn--act" to="/">
              {t`To the board`}
            </Link>
          )}
        </p>
      </section>
    </div>
  );
}
