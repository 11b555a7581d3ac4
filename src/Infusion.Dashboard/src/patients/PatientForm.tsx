import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { Refused } from "../session/api";
import { useSignedIn } from "../session/SessionContext";
import { patients } from "./api";
import type { PatientProblem, PatientRecord } from "./contract";
import { PatientLists } from "./PatientLists";
import { WeightHistory } from "./WeightHistory";

interface Props {
  record: PatientRecord;
  isNew: boolean;
  saved: (record: PatientRecord) => void;
  openOther: (id: string) => void;
  close: () => void;
}

const fields = [
  ["familyName", t`Family name`, "text"],
  ["givenName", t`Given name`, "text"],
  ["birthDate", t`Birth date`, "date"],
  ["mrn", t`Number (MRN)`, "text"],
] as const;

/** One patient. What was typed stays until it is stored, whatever the server answers. */
export function PatientForm({ record, isNew, saved, openOther, close }: Props) {
  const { clinic } = useSignedIn();
  const [draft, setDraft] = useState(record);
  const [problem, setProblem] = useState<(PatientProblem & { message: string }) | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<PatientRecord>) => setDraft({ ...draft, ...part });
  const faultAt = (field: string) => problem?.faults?.find((fault) => fault.field === field)?.message;

  const save = async (next: PatientRecord, distinct: string[]) => {
    const unfinished = unfinishedWeights(next);
    if (unfinished.length > 0) {
      setProblem({ faults: unfinished, message: t`A weight is not complete. Nothing is stored.` });
      return;
    }
    setBusy(true);
    try {
      saved(await patients.write(clinic, next, isNew, distinct));
      setProblem(null);
    } catch (error) {
      const more = error instanceof Refused ? (error.problem as PatientProblem) : {};
      setProblem({ ...more, message: error instanceof Error ? error.message : t`No answer.` });
    } finally {
      setBusy(false);
    }
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(draft, []);
  };

  return (
    <section aria-labelledby="patient-form">
      <h2 id="patient-form">{isNew ? t`New patient` : `${record.familyName}, ${record.givenName}`}</h2>
      <form onSubmit={submit} noValidate className="patient-fields">
        {fields.map(([field, label, type]) => (
          <label key={field}>
            {label}
            <input
              type={type}
              value={draft[field] ?? ""}
              aria-invalid={faultAt(field) !== undefined}
              onChange={(event) => change({ [field]: event.target.value === "" ? null : event.target.value })}
            />
            {faultAt(field) && <small>{faultAt(field)}</small>}
          </label>
        ))}
        <label>
          {t`Gender`}
          <select value={draft.gender ?? ""} onChange={(event) => change({ gender: event.target.value || null })}>
            <option value="">{t`not entered`}</option>
            <option value="female">{t`female`}</option>
            <option value="male">{t`male`}</option>
            <option value="other">{t`other`}</option>
            <option value="unknown">{t`unknown`}</option>
          </select>
        </label>
        <label>
          {t`No known allergies (asked)`}
          <input
            type="checkbox"
            checked={draft.noKnownAllergies}
            onChange={(event) => change({ noKnownAllergies: event.target.checked })}
          />
          {faultAt("noKnownAllergies") && <small>{faultAt("noKnownAllergies")}</small>}
        </label>
        <PatientLists draft={draft} change={change} faultAt={faultAt} />
        <button type="submit" className="btn" disabled={busy}>
          {t`Save`}
        </button>
        <button type="button" className="btn" onClick={close}>
          {t`Close`}
        </button>
      </form>
      {problem && (
        <div role="alert" className="notice">
          <p>{problem.message}</p>
          {problem.code === "patient-changed" && problem.current && (
            <Changed
              problem={problem}
              keepMine={() => {
                const mine = { ...draft, version: problem.current?.version ?? draft.version };
                setDraft(mine);
                void save(mine, []);
              }}
            />
          )}
          {problem.similar?.map((other) => (
            <p key={other.id}>
              {t`Entered already: ${other.familyName}, ${other.givenName}, born ${other.birthDate ?? t`unknown`}, number ${other.mrn ?? t`none`}. Yours: ${draft.familyName}, ${draft.givenName}, born ${draft.birthDate ?? t`unknown`}, number ${draft.mrn ?? t`none`}.`}{" "}
              <button type="button" className="btn" onClick={() => openOther(other.id)}>
                {t`Open that one`}
              </button>
            </p>
          ))}
          {problem.code === "patient-similar" && (
            <button
              type="button"
              className="btn"
              onClick={() => void save(draft, problem.similar?.map((each) => each.id) ?? [])}
            >
              {t`Somebody else: save as a patient of its own`}
            </button>
          )}
        </div>
      )}
      <WeightHistory weights={record.weights} />
      {record.history.length > 0 && (
        <ul aria-label={t`Before`}>
          {record.history.map((old) => (
            <li key={old.version}>
              {t`Version ${old.version} by ${old.writtenBy ?? t`unknown`}, ${old.writtenAt ?? t`time unknown`}: ${old.familyName}, ${old.givenName}, born ${old.birthDate ?? t`unknown`}, number ${old.mrn ?? t`none`}`}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What cannot even be sent. */
const unfinishedWeights = ({ weights }: PatientRecord) =>
  weights.flatMap(({ kilograms, on }, index) => [
    ...(Number.isFinite(kilograms)
      ? []
      : [{ field: `weights[${index}].kilograms`, message: t`Enter a number with a point, such as 71.5.` }]),
    ...(on === "" ? [{ field: `weights[${index}].on`, message: t`Enter the day.` }] : []),
  ]);

function Changed({ problem, keepMine }: { problem: PatientProblem; keepMine: () => void }) {
  const now = problem.current;
  return (
    <>
      <p>
        <Trans>
          Changed meanwhile: {problem.changed?.join(", ") || t`something`}. It is now {now?.familyName},{" "}
          {now?.givenName}, born {now?.birthDate ?? t`unknown`}, number {now?.mrn ?? t`none`}.
        </Trans>
      </p>
      <button type="button" className="btn" onClick={keepMine}>
        {t`Save what stands in the form over it`}
      </button>
    </>
  );
}
