import { t } from "@lingui/core/macro";
import "./patients.css";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { newCommandId } from "../session/commandId";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { birthDate } from "../ui/format";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { patients } from "./api";
import type { PatientRecord } from "./contract";
import { EhrPanel } from "./EhrPanel";
import { PatientForm } from "./PatientForm";

const blank = (): PatientRecord => ({
  id: newCommandId(),
  familyName: "",
  givenName: "",
  birthDate: null,
  mrn: null,
  gender: null,
  version: 0,
  writtenAt: null,
  writtenBy: null,
  identifiers: [],
  allergies: [],
  noKnownAllergies: false,
  weights: [],
  contacts: [],
  history: [],
});

interface Opened {
  record: PatientRecord;
  isNew: boolean;
}

/** The clinic's patients: found, entered, corrected. */
export default function PatientsPage() {
  const { clinic } = useSignedIn();
  const [words, setWords] = useState("");
  const [born, setBorn] = useState("");
  const [page, setPage] = useState(0);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [note, setNote] = useState("");
  const query = useQuery({
    queryKey: ["patients", clinic, words, born, page],
    queryFn: ({ signal }) => patients.find(clinic, words, born, page, signal),
    placeholderData: keepPreviousData,
    retry: retryUnreachable,
  });
  const { data, refetch } = query;

  const open = async (id: string) => {
    setNote("");
    try {
      setOpened({ record: await patients.record(clinic, id), isNew: false });
    } catch (problem) {
      setNote(t`The patient could not be opened: ${problem instanceof Error ? problem.message : t`no answer`}`);
    }
  };

  return (
    <Page title={t`Patients`} className="sheets">
      <section aria-label={t`All patients`}>
        <form className="sheet-tools" aria-label={t`Find`} onSubmit={(event) => event.preventDefault()}>
          <label>
            {t`Name or number`}
            <input
              value={words}
              onChange={(event) => {
                setWords(event.target.value);
                setPage(0);
              }}
            />
          </label>
          <label>
            {t`Birth date`}
            <input
              type="date"
              value={born}
              onChange={(event) => {
                setBorn(event.target.value);
                setPage(0);
              }}
            />
          </label>
          <button type="button" className="btn" onClick={() => setOpened({ record: blank(), isNew: true })}>
            {t`Enter a patient`}
          </button>
          <Link className="btn" to="/patients/import">
            {t`Import a file`}
          </Link>
        </form>
        <p role="status">{note}</p>
        <Reading query={query} what={t`The patients`} />
        {data && <Found found={data.patients} open={(id) => void open(id)} />}
        {data && data.total > data.size && (
          <div className="sheet-tools">
            <button type="button" className="btn" disabled={page === 0} onClick={() => setPage(page - 1)}>
              {t`Before`}
            </button>
            <span>
              {t`${page * data.size + 1} to ${Math.min((page + 1) * data.size, data.total)} of ${data.total}`}
            </span>
            <button
              type="button"
              className="btn"
              disabled={(page + 1) * data.size >= data.total}
              onClick={() => setPage(page + 1)}
            >
              {t`Next`}
            </button>
          </div>
        )}
      </section>
      <EhrPanel
        open={(id) => void open(id)}
        taken={(record) => {
          setOpened({ record, isNew: false });
          setNote(t`Taken over: ${record.familyName}, ${record.givenName}.`);
          void refetch();
        }}
      />
      {opened && (
        <PatientForm
          key={`${opened.record.id} ${opened.record.version}`}
          {...opened}
          openOther={(id) => void open(id)}
          close={() => setOpened(null)}
          saved={(record) => {
            setOpened({ record, isNew: false });
            setNote(t`Saved: ${record.familyName}, ${record.givenName}.`);
            void refetch();
          }}
        />
      )}
    </Page>
  );
}

function Found({ found, open }: { found: PatientRecord[]; open: (id: string) => void }) {
  if (found.length === 0) return <p>{t`No patient is entered that fits.`}</p>;
  return (
    <div className="sheet-scroll">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">{t`Name`}</th>
            <th scope="col">{t`Birth date`}</th>
            <th scope="col">{t`Number`}</th>
            <th scope="col">{t`Allergies`}</th>
            <th scope="col">{t`Care`}</th>
          </tr>
        </thead>
        <tbody>
          {found.map((patient) => (
            <tr key={patient.id}>
              <td>
                <button type="button" className="btn" onClick={() => open(patient.id)}>
                  {patient.familyName}, {patient.givenName}
                </button>
              </td>
              <td>{patient.birthDate ? birthDate(patient.birthDate) : t`unknown`}</td>
              <td>{patient.mrn ?? t`none`}</td>
              <td>{allergiesOf(patient)}</td>
              <td>
                <div className="sheet-tools">
                  <Link
                    className="btn"
                    to={`/patients/${encodeURIComponent(patient.id)}/plan`}
                    aria-label={t`Plan of ${patient.familyName}, ${patient.givenName}`}
                  >
                    {t`Plan`}
                  </Link>
                  <Link
                    className="btn"
                    to={`/patients/${encodeURIComponent(patient.id)}/outcomes`}
                    aria-label={t`Scores of ${patient.familyName}, ${patient.givenName}`}
                  >
                    {t`Scores`}
                  </Link>
                  <Link
                    className="btn"
                    to={`/patients/${encodeURIComponent(patient.id)}/series`}
                    aria-label={t`Series of ${patient.familyName}, ${patient.givenName}`}
                  >
                    {t`Series`}
                  </Link>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const allergiesOf = (patient: PatientRecord): string => {
  if (patient.allergies.length > 0) return patient.allergies.map((allergy) => allergy.text).join(", ");
  return patient.noKnownAllergies ? t`none known` : t`not asked`;
};
