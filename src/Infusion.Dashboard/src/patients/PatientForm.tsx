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
  ["familyName", "Family name", "text"],
  ["givenName", "Given name", "text"],
  ["birthDate", "Birth date", "date"],
  ["mrn", "Number (MRN)", "text"],
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
      setProblem({ faults: unfinished, message: "A weight is not complete. Nothing is stored." });
      return;
    }
    setBusy(true);
    try {
      saved(await patients.write(clinic, next, isNew, distinct));
      setProblem(null);
    } catch (error) {
      const more = error instanceof Refused ? (error.problem as PatientProblem) : {};
      setProblem({ ...more, message: error instanceof Error ? error.message : "No answer." });
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
      <h2 id="patient-form">{isNew ? "New patient" : `${record.familyName}, ${record.givenName}`}</h2>
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
          Gender
          <select value={draft.gender ?? ""} onChange={(event) => change({ gender: event.target.value || null })}>
            <option value="">not entered</option>
            <option value="female">female</option>
            <option value="male">male</option>
            <option value="other">other</option>
            <option value="unknown">unknown</option>
          </select>
        </label>
        <label>
          No known allergies (asked)
          <input
            type="checkbox"
            checked={draft.noKnownAllergies}
            onChange={(event) => change({ noKnownAllergies: event.target.checked })}
          />
          {faultAt("noKnownAllergies") && <small>{faultAt("noKnownAllergies")}</small>}
        </label>
        <PatientLists draft={draft} change={change} faultAt={faultAt} />
        <button type="submit" className="btn" disabled={busy}>
          Save
        </button>
        <button type="button" className="btn" onClick={close}>
          Close
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
              Entered already: {other.familyName}, {other.givenName}, born {other.birthDate ?? "unknown"}, number{" "}
              {other.mrn ?? "none"}. Yours: {draft.familyName}, {draft.givenName}, born {draft.birthDate ?? "unknown"},
              number {draft.mrn ?? "none"}.{" "}
              <button type="button" className="btn" onClick={() => openOther(other.id)}>
                Open that one
              </button>
            </p>
          ))}
          {problem.code === "patient-similar" && (
            <button
              type="button"
              className="btn"
              onClick={() => void save(draft, problem.similar?.map((each) => each.id) ?? [])}
            >
              Somebody else: save as a patient of its own
            </button>
          )}
        </div>
      )}
      <WeightHistory weights={record.weights} />
      {record.history.length > 0 && (
        <ul aria-label="Before">
          {record.history.map((old) => (
            <li key={old.version}>
              Version {old.version} by {old.writtenBy ?? "unknown"}, {old.writtenAt ?? "time unknown"}: {old.familyName}
              , {old.givenName}, born {old.birthDate ?? "unknown"}, number {old.mrn ?? "none"}
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
      : [{ field: `weights[${index}].kilograms`, message: "Enter a number with a point, such as 71.5." }]),
    ...(on === "" ? [{ field: `weights[${index}].on`, message: "Enter the day." }] : []),
  ]);

function Changed({ problem, keepMine }: { problem: PatientProblem; keepMine: () => void }) {
  const now = problem.current;
  return (
    <>
      <p>
        Changed meanwhile: {problem.changed?.join(", ") || "something"}. It is now {now?.familyName}, {now?.givenName},
        born {now?.birthDate ?? "unknown"}, number {now?.mrn ?? "none"}.
      </p>
      <button type="button" className="btn" onClick={keepMine}>
        Save what stands in the form over it
      </button>
    </>
  );
}
