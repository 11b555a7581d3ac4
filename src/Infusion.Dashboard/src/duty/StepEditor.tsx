import { t } from "@lingui/core/macro";
import type { DutyStep } from "../session/contract";
import { useNames, usePeople } from "../session/queries";
import { Icon } from "../ui/Icon";
import { longestAnswerSeconds, shortestAnswerSeconds, toggled } from "./dutyDraft";

interface StepEditorProps {
  step: DutyStep;
  place: number;
  isLast: boolean;
  mayEdit: boolean;
  change: (part: Partial<DutyStep>) => void;
  move: (by: -1 | 1) => void;
  remove: () => void;
}

export function StepEditor({ step, place, isLast, mayEdit, change, move, remove }: StepEditorProps) {
  const { data: people } = usePeople();
  const nameOf = useNames();
  const number = place + 1;
  if (!mayEdit) {
    return (
      <li className="duty-step">
        <b className="fig">{number}</b>
        <p>{t`${step.people.map(nameOf).join(t` or `)}, answer within ${step.answerWithinSeconds} s`}</p>
      </li>
    );
  }
  // Somebody who is named and has left is still to be seen, and to be taken off.
  const names = [
    ...new Set([...(people ?? []).filter((person) => person.active).map((person) => person.name), ...step.people]),
  ];
  return (
    <li className="duty-step">
      <b className="fig">{number}</b>
      <fieldset className="duty-people">
        <legend className="vh">{t`Who is called at step ${number}`}</legend>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            className="btn"
            aria-pressed={step.people.includes(name)}
            onClick={() => change({ people: toggled(step.people, name) })}
          >
            {step.people.includes(name) && <Icon name="check" />}
            {nameOf(name)}
          </button>
        ))}
      </fieldset>
      <label>
        {t`Answer within, s`}
        <input
          type="number"
          min={shortestAnswerSeconds}
          max={longestAnswerSeconds}
          value={Number.isFinite(step.answerWithinSeconds) ? step.answerWithinSeconds : ""}
          onChange={(event) => change({ answerWithinSeconds: event.target.valueAsNumber })}
        />
      </label>
      <div className="duty-move">
        <button type="button" className="btn" disabled={place === 0} onClick={() => move(-1)}>
          <Icon name="up" />
          <span className="vh">{t`Step ${number} earlier`}</span>
        </button>
        <button type="button" className="btn" disabled={isLast} onClick={() => move(1)}>
          <Icon name="down" />
          <span className="vh">{t`Step ${number} later`}</span>
        </button>
        <button type="button" className="btn" onClick={remove}>
          <Icon name="close" />
          <span className="vh">{t`Remove step ${number}`}</span>
        </button>
      </div>
    </li>
  );
}
