import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Refused } from "../session/api";
import { newCommandId } from "../session/commandId";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { patients } from "./api";
import type { EhrMatch, EhrMatches, PatientProblem, PatientRecord } from "./contract";
import { identity } from "./ImportTable";

interface Props {
  open: (id: string) => void;
  taken: (record: PatientRecord) => void;
}

/** Patients of the clinic's EHR: found there and taken over one by one. Nothing is shown for a clinic without one. */
export function EhrPanel({ open, taken }: Props) {
  const { clinic } = useSignedIn();
  const { data: host } = useQuery({
    queryKey: ["ehr", clinic],
    queryFn: ({ signal }) => patients.ehrHost(clinic, signal),
    retry: retryUnreachable,
  });
  const [fields, setFields] = useState({ identifier: "", family: "", given: "", birthDate: "" });
  const [found, setFound] = useState<EhrMatches | null>(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  if (!host) return null;

  const attempt = async (what: () => Promise<void>) => {
    setBusy(true);
    setProblem("");
    try {
      await what();
    } catch (error) {
      const faults = error instanceof Refused ? ((error.problem as PatientProblem).faults ?? []) : [];
      const message = error instanceof Error ? error.message : t`No answer.`;
      setProblem([message, ...faults.map((fault) => `${fault.field}: ${fault.message}`)].join(" "));
    } finally {
      setBusy(false);
    }
  };

  const search = (event: FormEvent) => {
    event.preventDefault();
    setFound(null);
    void attempt(async () => {
      const given = Object.entries(fields).filter(([, value]) => value.trim() !== "");
      setFound(await patients.searchEhr(clinic, Object.fromEntries(given)));
    });
  };

  const take = (match: EhrMatch) =>
    void attempt(async () => {
      const distinct = match.similar.map((each) => each.id);
      taken(await patients.takeFromEhr(clinic, match.id, newCommandId(), distinct));
      setFound(null);
    });

  return (
    <section aria-label={t`From the EHR`}>
      <h2>{t`From the EHR`}</h2>
      <form className="sheet-tools" onSubmit={search}>
        {inputs.map(([field, label, type]) => (
          <label key={field}>
            {label}
            <input
              type={type}
              value={fields[field]}
              onChange={(event) => setFields({ ...fields, [field]: event.target.value })}
            />
          </label>
        ))}
        <button type="submit" className="btn" disabled={busy}>
          {t`Search ${host}`}
        </button>
      </form>
      <p role="status">
        {busy && t`Asking the EHR.`}
        {found &&
          (found.hasMore
            ? t`${found.matches.length} found, and there are more: search for less.`
            : t`${found.matches.length} found.`)}
      </p>
      {problem && (
        <p className="notice" role="alert">
          {problem}
        </p>
      )}
      {found && found.matches.length > 0 && (
        <div className="sheet-scroll">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">{t`Patient`}</th>
                <th scope="col">{t`To know first`}</th>
                <th scope="col">{t`Take over`}</th>
              </tr>
            </thead>
            <tbody>
              {found.matches.map((match) => (
                <Match key={match.id} match={match} busy={busy} take={() => take(match)} open={open} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const inputs = [
  ["identifier", t`Number in the EHR`, "text"],
  ["family", t`Family name in the EHR`, "text"],
  ["given", t`Given name in the EHR`, "text"],
  ["birthDate", t`Birth date in the EHR`, "date"],
] as const;

interface MatchProps {
  match: EhrMatch;
  busy: boolean;
  take: () => void;
  open: (id: string) => void;
}

function Match({ match, busy, take, open }: MatchProps) {
  const { patient, notes, faults, similar } = match;
  const words = similar.length > 0 ? t`Somebody else: take over` : t`Take over`;
  return (
    <tr>
      <td>
        {t`${patient.familyName ?? "?"}, ${patient.givenName ?? "?"}, born ${patient.birthDate ?? t`unknown`}, number ${patient.mrn ?? t`none`}`}
      </td>
      <td className="import-why">
        {[...notes, ...faults.map((fault) => `${fault.field}: ${fault.message}`)].map((text) => (
          <div key={text}>{text}</div>
        ))}
        {similar.map((other) => (
          <div key={other.id}>
            {t`May be here already: ${identity(other)}`}{" "}
            <button type="button" className="btn" onClick={() => open(other.id)}>
              {t`Open that one`}
            </button>
          </div>
        ))}
      </td>
      <td>
        <button
          type="button"
          className="btn"
          disabled={busy || faults.length > 0}
          aria-label={`${words} ${patient.familyName}, ${patient.givenName}`}
          onClick={take}
        >
          {words}
        </button>
      </td>
    </tr>
  );
}
