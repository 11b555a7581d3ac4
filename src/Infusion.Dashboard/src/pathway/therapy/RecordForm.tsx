import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { FormEvent } from "react";
import { useDraft } from "../../care/useDraft";
import { WordsNotice } from "../../wording/WordsNotice";
import type { PlanTherapy } from "../contract";
import { usePlanCommand } from "../queries";
import { pendingWords, Refusal } from "../Refusal";
import { therapyWords } from "../words";

interface Props {
  plan: string;
  therapy: PlanTherapy;
  aboutNotes: string;
}

/** Attendance, what the patient agrees to share, next steps. There is no field for psychotherapy notes, by design. */
export function RecordForm({ plan, therapy, aboutNotes }: Props) {
  const draft = useDraft(`therapy:${therapy.id}`);
  const command = usePlanCommand(plan);
  const attended = draft.of("attended");
  const text = (name: string) => draft.of(name).trim() || null;
  const isRecorded = therapy.standing === "attended" || therapy.standing === "not_attended";
  // What is recorded anew replaces all of it, so it begins with what stands.
  const beginAnew = () => {
    draft.set("attended", therapy.standing === "attended" ? "yes" : "no");
    draft.set("themes", therapy.themes ?? "");
    draft.set("nextSteps", therapy.nextSteps ?? "");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (attended === "") return;
    const came = attended === "yes";
    command.mutate(
      {
        type: "record_therapy",
        appointment: therapy.id,
        attended: came,
        themes: came ? text("themes") : null,
        nextSteps: text("nextSteps"),
      },
      { onSuccess: draft.clear },
    );
  };
  return (
    <>
      <p className="pw-about">{aboutNotes}</p>
      {isRecorded && (
        <div className="th-lines">
          <p>
            <b>{therapyWords[therapy.standing]}</b>
          </p>
          <p>{t`Themes shared: ${therapy.themes ?? t`none`}`}</p>
          <p>{t`Next steps: ${therapy.nextSteps ?? t`none`}`}</p>
          {attended === "" && (
            <button type="button" className="btn" onClick={beginAnew}>
              {t`Change what is recorded`}
            </button>
          )}
        </div>
      )}
      {command.isSuccess && attended === "" && <p role="status">{t`Recorded.`}</p>}
      {(!isRecorded || attended !== "") && (
        <form className="pw-form" onSubmit={submit} aria-label={t`Record the appointment`}>
          <fieldset className="pw-choices">
            <legend className="vh">{t`Did the patient come?`}</legend>
            {(
              [
                ["yes", t`The patient came`],
                ["no", t`Did not come`],
              ] as const
            ).map(([value, words]) => (
              <button
                key={value}
                type="button"
                className="btn btn--tall"
                aria-pressed={attended === value}
                onClick={() => draft.set("attended", value)}
              >
                {words}
              </button>
            ))}
          </fieldset>
          {attended !== "no" && (
            <>
              <label>
                <span>
                  <Trans>
                    Themes that the patient agrees to share <small className="unit">may stay empty</small>
                  </Trans>
                </span>
                <textarea
                  rows={3}
                  value={draft.of("themes")}
                  onChange={(event) => draft.set("themes", event.target.value)}
                />
              </label>
              <WordsNotice text={draft.of("themes")} />
            </>
          )}
          <label>
            <span>
              <Trans>
                Next steps <small className="unit">may stay empty</small>
              </Trans>
            </span>
            <textarea
              rows={2}
              value={draft.of("nextSteps")}
              onChange={(event) => draft.set("nextSteps", event.target.value)}
            />
          </label>
          <WordsNotice text={draft.of("nextSteps")} />
          <p role="status">{pendingWords(command)}</p>
          <Refusal error={command.error} />
          <div className="actions">
            <button type="submit" className="btn btn--act" disabled={attended === "" || command.isPending}>
              {isRecorded ? t`Record anew` : t`Record`}
            </button>
          </div>
        </form>
      )}
    </>
  );
}
