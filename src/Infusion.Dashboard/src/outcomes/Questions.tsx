import { Trans } from "@lingui/react/macro";
import type { Answer, Instrument } from "./contract";

interface Props {
  instrument: Instrument;
  answers: Answer[];
  change: (index: number, answer: Answer) => void;
  /** Of several on one page. */
  name: string;
}

/** One question after the other, nothing chosen beforehand; a radio button each, so that arrow keys and Tab do. */
export function Questions({ instrument, answers, change, name }: Props) {
  return (
    <ol className="questions">
      {instrument.items.map((item, index) => (
        <li key={item.label}>
          <Question
            item={item}
            answer={answers[index] ?? null}
            change={(answer) => change(index, answer)}
            name={`${name}-${index}`}
          />
        </li>
      ))}
    </ol>
  );
}

interface QuestionProps {
  item: Instrument["items"][number];
  answer: Answer;
  change: (answer: Answer) => void;
  name: string;
}

export function Question({ item, answer, change, name }: QuestionProps) {
  const isScale = item.answers.length === 0;
  const choices = Array.from({ length: item.highest + 1 }, (_, value) => value);
  return (
    <fieldset className={`question${isScale ? " is-scale" : ""}`}>
      <legend>{item.label}</legend>
      {isScale && item.lowestMeans && <span className="end">{item.lowestMeans}</span>}
      <div className="choices">
        {choices.map((value) => (
          <label key={value} className={answer === value ? "is-chosen" : ""}>
            <input type="radio" name={name} checked={answer === value} onChange={() => change(value)} />
            <span>{isScale ? value : item.answers[value]}</span>
          </label>
        ))}
        <button type="button" className="btn clear" disabled={answer === null} onClick={() => change(null)}>
          <Trans>
            Clear<span className="vh">: {item.label}</span>
          </Trans>
        </button>
      </div>
      {isScale && item.highestMeans && <span className="end">{item.highestMeans}</span>}
    </fieldset>
  );
}
