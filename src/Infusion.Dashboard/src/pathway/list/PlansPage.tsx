import { t } from "@lingui/core/macro";
import "../pathway.css";
import { useState } from "react";
import { Link } from "react-router";
import { Page } from "../../ui/Page";
import { Reading } from "../../ui/Reading";
import type { PlanLine, PlanResponse, PlanStanding } from "../contract";
import { dayWords, shortDay, startWords } from "../days";
import { usePlanLines } from "../queries";
import { nameOf, standingWords } from "../words";

const filters: [key: string, words: string, fits: (line: PlanLine) => boolean][] = [
  ["all", t`All`, () => true],
  ["due", t`Due today`, (line) => stands(line, "due", "under_way")],
  ["overdue", t`Overdue`, (line) => stands(line, "overdue")],
  ["without", t`No next appointment`, (line) => hasGap(line, "no-appointment")],
  ["review", t`Review due`, (line) => hasGap(line, "review-due", "stop-rule")],
  ["conflict", t`In conflict`, (line) => hasGap(line, "therapy-conflict")],
  [t`response`, t`Responding`, (line) => responds(line) === true],
  ["no-response", t`Not responding`, (line) => responds(line) === false],
  ["not-scored", t`Response not known`, (line) => responds(line) === null],
  ["offer", t`To be asked`, (line) => line.gaps.some((gap) => /^(offer|answer|ask-again)-/.test(gap.code))],
];

/** By any instrument with a rule; null: by none of them is it known. */
const responds = ({ responses }: PlanLine): boolean | null => {
  const known = responses.filter((each) => each.isResponse !== null);
  return known.length === 0 ? null : known.some((each) => each.isResponse);
};

const stands = (line: PlanLine, ...standings: PlanStanding[]) => standings.includes(line.progress.standing);
const hasGap = (line: PlanLine, ...codes: string[]) => line.gaps.some((gap) => codes.includes(gap.code));

/** Everybody with an open plan, by name. Nobody is ranked. */
export default function PlansPage() {
  const query = usePlanLines();
  const { data: lines } = query;
  const [chosen, setChosen] = useState("all");
  const [words, setWords] = useState("");
  const fits = filters.find(([key]) => key === chosen)?.[2] ?? (() => true);
  const named = lines?.filter((line) => nameOf(line.patient).toLowerCase().includes(words.trim().toLowerCase())) ?? [];
  const shown = named.filter(fits);
  return (
    <Page title={t`Plans`} className="sheets">
      <Reading query={query} what={t`The plans`} />
      {lines && (
        <section aria-label={t`Open plans`}>
          <form className="sheet-tools" aria-label={t`Find`} onSubmit={(event) => event.preventDefault()}>
            <label>
              {t`Name`}
              <input type="search" value={words} onChange={(event) => setWords(event.target.value)} />
            </label>
            <fieldset className="pw-choices" aria-label={t`Who is shown`}>
              {filters.map(([key, label, each]) => (
                <button
                  key={key}
                  type="button"
                  className="btn"
                  aria-pressed={key === chosen}
                  onClick={() => setChosen(key)}
                >
                  {label} <span className="fig">{named.filter(each).length}</span>
                </button>
              ))}
            </fieldset>
          </form>
          <p className="note" role="status">
            {lines.length === 0
              ? t`No plan is open. A physician opens one from the page Patients.`
              : t`${shown.length} of ${lines.length} shown, by name.`}
          </p>
          {shown.length > 0 && <Lines lines={shown} />}
        </section>
      )}
    </Page>
  );
}

const Lines = ({ lines }: { lines: PlanLine[] }) => (
  <div className="sheet-scroll">
    <table className="sheet pw-lines">
      <thead>
        <tr>
          <th scope="col">{t`Patient`}</th>
          <th scope="col">{t`Stands`}</th>
          <th scope="col">{t`Given`}</th>
          <th scope="col">{t`Next infusion`}</th>
          <th scope="col">{t`Next talk therapy`}</th>
          <th scope="col">{t`Response`}</th>
          <th scope="col">{t`Open`}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Line key={line.plan} line={line} />
        ))}
      </tbody>
    </table>
  </div>
);

const responseWords = ({ change, isResponse, isRemission }: PlanResponse): string =>
  isRemission
    ? t`remission`
    : isResponse
      ? t`response`
      : isResponse === false
        ? t`no response`
        : t`${change > 0 ? "+" : ""}${change} since the baseline`;

function Line({ line: { patient, indicationName, progress, gaps, responses } }: { line: PlanLine }) {
  return (
    <tr>
      <th scope="row">
        <Link to={`/patients/${patient.id}/plan`}>{nameOf(patient)}</Link>
        <p className="note">{indicationName}</p>
      </th>
      <td>
        <span className={`pw-standing is-${progress.standing}`}>{standingWords[progress.standing]}</span>
      </td>
      <td>
        <span className="fig">{t`${progress.given} of ${progress.infusions}`}</span>
        {progress.boosters > 0 && (
          <p className="note">{t`boosters ${progress.boostersGiven} of ${progress.boosters}`}</p>
        )}
      </td>
      <td>
        {progress.next ? startWords(progress.next) : progress.dueBy ? t`none; by ${dayWords(progress.dueBy)}` : t`none`}
      </td>
      <td>{progress.nextTherapy ? startWords(progress.nextTherapy) : t`none`}</td>
      <td>
        {responses.length === 0 && t`not known`}
        {responses.map((each) => (
          <p key={each.instrument}>
            {each.instrument} {each.total}, {responseWords(each)}
            <small>{shortDay(each.on)}</small>
          </p>
        ))}
      </td>
      <td>
        {gaps.length === 0 ? (
          t`nothing`
        ) : (
          <ul className="pw-gaps is-small">
            {gaps.map((gap) => (
              <li key={`${gap.code} ${gap.on} ${gap.text}`}>{gap.text}</li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}
