import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { patients } from "../patients/api";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { birthDate } from "../ui/format";

/** Found by name or record number; chosen by one touch. */
export function PatientPicker({ chosen, choose }: { chosen: string | null; choose: (id: string) => void }) {
  const { clinic } = useSignedIn();
  const [words, setWords] = useState("");
  const find = useDeferredValue(words.trim());
  const { data, error } = useQuery({
    queryKey: ["patients", clinic, find, "", 0],
    queryFn: ({ signal }) => patients.find(clinic, find, "", 0, signal),
    retry: retryUnreachable,
    placeholderData: (before) => before,
  });
  const { data: record } = useQuery({
    queryKey: [t`patient record`, clinic, chosen],
    queryFn: ({ signal }) => patients.record(clinic, chosen ?? "", signal),
    enabled: chosen !== null,
    retry: retryUnreachable,
  });
  const born = (date: string | null) => (date === null ? t`birth date not known` : t`born ${birthDate(date)}`);
  return (
    <>
      <p role="status">
        {record ? (
          <>
            <b>
              {record.familyName}, {record.givenName}
            </b>{" "}
            {born(record.birthDate)}, MRN {record.mrn ?? t`none`}
          </>
        ) : (
          t`Nobody is chosen.`
        )}
      </p>
      <label className="or-find">
        <span>{t`Find by name or record number`}</span>
        <input type="search" autoComplete="off" value={words} onChange={(event) => setWords(event.target.value)} />
      </label>
      {error && <p role="alert">{error.message}</p>}
      <fieldset className="ci-choices" aria-label={t`Patients found`}>
        {data?.patients.slice(0, 8).map((patient) => (
          <button
            key={patient.id}
            type="button"
            className="btn btn--tall"
            aria-pressed={patient.id === chosen}
            onClick={() => choose(patient.id)}
          >
            {patient.familyName}, {patient.givenName} · {born(patient.birthDate)}
          </button>
        ))}
      </fieldset>
      {data && (
        <p className="note">
          {find === "" && data.total === 0
            ? t`Type a name or a record number.`
            : data.total === 0
              ? t`Nobody is found. Enter the patient on the page Patients first.`
              : data.total > 8
                ? t`${data.total} are found; the first 8 are shown.`
                : ""}
        </p>
      )}
    </>
  );
}
