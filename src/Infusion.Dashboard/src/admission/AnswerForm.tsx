import { t } from "@lingui/core/macro";
import { useState } from "react";
import { useDraft } from "../care/useDraft";
import { useClock, useTimeZone } from "../live/LiveContext";
import { instantIn } from "../ui/format";
import type { CheckInAnswer, CheckInFinding, CheckInLine, CheckInView } from "./contract";
import { useAdmissionSend } from "./queries";
import { contraindicationWords, findingWords, identifierWords, itemTitles } from "./words";

/** Which findings need more than a touch. */
const asksMore = (line: CheckInLine, finding: CheckInFinding): boolean =>
  finding === "taken" ||
  (finding === "confirmed" && ["identity", "consent", "escort"].includes(line.item)) ||
  (finding === "positive" && line.item === "contraindications");

interface Props {
  view: CheckInView;
  line: CheckInLine;
  done: () => void;
}

/** One touch where a word is enough; otherwise what belongs to the answer, and then a second touch. */
export function AnswerForm({ view, line, done }: Props) {
  const send = useAdmissionSend(view.session);
  const draft = useDraft(`check-in:${view.session}:${line.item}`);
  const [refused, setRefused] = useState(false);
  const chosen = draft.of("finding") as CheckInFinding | "";
  const title = itemTitles[line.item];
  const answer = async (finding: CheckInFinding, more: Partial<CheckInAnswer> = {}) => {
    const note = draft.of("note").trim();
    const command = { type: "answer_check_in" as const, item: line.item, finding, ...(note ? { note } : {}), ...more };
    const taken = await send(command);
    if (taken) {
      draft.clear();
      done();
    }
    setRefused(!taken);
  };
  return (
    <div className="ci-answer">
      <fieldset className="ci-choices" aria-label={t`Answers: ${title}`}>
        {line.findings.map((finding) => (
          <button
            key={finding}
            type="button"
            className="btn btn--tall"
            aria-pressed={chosen === finding}
            onClick={() => (asksMore(line, finding) ? draft.set("finding", finding) : void answer(finding))}
          >
            {findingWords(line.item, finding)}
          </button>
        ))}
      </fieldset>
      {chosen !== "" && <More view={view} line={line} finding={chosen} draft={draft} answer={answer} />}
      <p className="note" role="status">
        {refused ? t`Not charted; the reason stands above. What was typed is still here.` : ""}
      </p>
    </div>
  );
}

interface MoreProps {
  view: CheckInView;
  line: CheckInLine;
  finding: CheckInFinding;
  draft: ReturnType<typeof useDraft>;
  answer: (finding: CheckInFinding, more: Partial<CheckInAnswer>) => Promise<void>;
}

function More({ view, line, finding, draft, answer }: MoreProps) {
  const timeZone = useTimeZone();
  const today = useClock((nowMs) => new Date(nowMs).toISOString().slice(0, 10));
  const list = (name: string) => draft.of(name).split(" ").filter(Boolean);
  const at = (name: string) => (draft.of(name) === "" ? null : instantIn(timeZone, draft.of(name)));
  const text = (name: string) => draft.of(name).trim();
  const { gate } = view;

  const more = ((): { fields: React.ReactNode; value: Partial<CheckInAnswer> | null } => {
    switch (line.item) {
      case "identity":
        return {
          fields: <Choices name="identifiers" legend={t`Compared`} words={identifierWords} draft={draft} />,
          value: list("identifiers").length >= 2 ? { identifiers: list("identifiers") } : null,
        };
      case "contraindications":
        return {
          fields: <Choices name="present" legend={t`Present`} words={contraindicationWords} draft={draft} />,
          value: list("present").length > 0 ? { present: list("present") } : null,
        };
      case "consent":
        return {
          fields: (
            <>
              <Field
                name="version"
                label={t`Version of the form${gate.consentVersion ? t`, ${gate.consentVersion} is in use` : ""}`}
                draft={draft}
              />
              <Field name="signedOn" label={t`Signed on`} type="date" draft={draft} max={today} />
            </>
          ),
          value:
            text("version") !== "" && text("signedOn") !== ""
              ? { consentVersion: text("version"), signedOn: text("signedOn") }
              : null,
        };
      case "fasting": {
        const [solids, fluids] = [at("solids"), at("fluids")];
        const isWhole =
          (gate.solidsFasting === null || solids !== null) && (gate.fluidsFasting === null || fluids !== null);
        return {
          fields: (
            <>
              {gate.solidsFasting !== null && (
                <Field name="solids" label={t`Last meal`} type="datetime-local" draft={draft} />
              )}
              {gate.fluidsFasting !== null && (
                <Field name="fluids" label={t`Last clear fluid`} type="datetime-local" draft={draft} />
              )}
            </>
          ),
          value: isWhole ? { solidsAt: solids, fluidsAt: fluids } : null,
        };
      }
      case "escort":
        return {
          fields: <Field name="note" label={t`Name, and how they belong to the patient`} draft={draft} />,
          value: text("note") === "" ? null : {},
        };
      default:
        return {
          fields: <Field name="taken" label={t`Taken at`} type="datetime-local" draft={draft} />,
          value: at("taken") === null ? null : { takenAt: at("taken") },
        };
    }
  })();

  return (
    <form
      className="ci-more"
      onSubmit={(event) => {
        event.preventDefault();
        if (more.value) void answer(finding, more.value);
      }}
    >
      {more.fields}
      <button type="submit" className="btn btn--act" disabled={more.value === null}>
        {t`Chart: ${findingWords(line.item, finding)}`}
      </button>
    </form>
  );
}

interface FieldProps {
  name: string;
  label: string;
  draft: ReturnType<typeof useDraft>;
  type?: string;
  max?: string;
}

const Field = ({ name, label, draft, type = "text", max }: FieldProps) => (
  <label>
    <span>{label}</span>
    <input
      type={type}
      autoComplete="off"
      max={max}
      value={draft.of(name)}
      onChange={(event) => draft.set(name, event.currentTarget.value)}
    />
  </label>
);

interface ChoicesProps {
  name: string;
  legend: string;
  words: Record<string, string>;
  draft: ReturnType<typeof useDraft>;
}

function Choices({ name, legend, words, draft }: ChoicesProps) {
  const chosen = draft.of(name).split(" ").filter(Boolean);
  return (
    <fieldset className="ci-many">
      <legend>{legend}</legend>
      {Object.entries(words).map(([code, word]) => (
        <label key={code}>
          <input
            type="checkbox"
            checked={chosen.includes(code)}
            onChange={(event) =>
              draft.set(
                name,
                (event.currentTarget.checked ? [...chosen, code] : chosen.filter((each) => each !== code)).join(" "),
              )
            }
          />
          {word}
        </label>
      ))}
    </fieldset>
  );
}
