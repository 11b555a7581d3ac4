import { plural, t } from "@lingui/core/macro";
import "./patients.css";
import { useState } from "react";
import { Link } from "react-router";
import { useSignedIn } from "../session/SessionContext";
import { Page } from "../ui/Page";
import { patients } from "./api";
import type { ImportLine, ImportPreview } from "./contract";
import { ImportTable } from "./ImportTable";

/** New, and what had no answer from the store, are sent unless a person says no; a likely duplicate only when one says yes. */
const isMeant = (line: ImportLine) => line.standing === "new" || line.standing === "not_stored";

/** Who may be the same was compared and is somebody else. */
const asDistinct = (line: ImportLine, all: ImportLine[]): ImportLine => ({
  ...line,
  patient: line.patient && {
    ...line.patient,
    distinct: [
      ...line.similar.map((each) => each.id),
      ...all.flatMap((each) => (each.patient && line.sameLines.includes(each.number) ? [each.patient.patient] : [])),
    ],
  },
});

/** Patients from a file: looked at line by line, and entered as far as the person confirms it. */
export default function ImportPage() {
  const { clinic } = useSignedIn();
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  const attempt = async (what: () => Promise<void>) => {
    setBusy(true);
    setProblem("");
    try {
      await what();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : t`No answer.`);
    } finally {
      setBusy(false);
    }
  };

  const take = (lines: ImportLine[], ignored: string[]) => {
    setPreview({ lines, ignored });
    setChosen(new Set(lines.filter(isMeant).map((line) => line.number)));
  };

  const look = (file: File | undefined) => {
    setNote("");
    setPreview(null);
    if (!file) return;
    void attempt(async () => {
      const found = await patients.previewImport(clinic, file);
      take(found.lines, found.ignored);
    });
  };

  const enter = () => {
    if (!preview) return;
    const lines = preview.lines
      .filter((line) => chosen.has(line.number))
      .map((line) => asDistinct(line, preview.lines));
    void attempt(async () => {
      const result = await patients.import(clinic, lines);
      const told = new Map(result.lines.map((line) => [line.number, line]));
      take(
        preview.lines.map((line) => told.get(line.number) ?? line),
        preview.ignored,
      );
      const open = result.lines.length - result.entered;
      setNote(
        open > 0 ? t`${result.entered} entered, ${open} not: each line says why.` : t`${result.entered} entered.`,
      );
    });
  };

  return (
    <Page title={t`Import patients`} className="sheets">
      <section aria-label={t`The file`}>
        <p>
          {t`A table saved as CSV (UTF-8), its first line naming the columns: family_name, given_name, birth_date (as 1984-02-29), mrn; and if there are any gender, allergies ("latex (severe) | birch", or "none known"), weight_kg or weight_lb with weight_date and weight_method (measured or stated), contact_name, contact_relation, contact_phone, identifier_system, identifier_value. Nothing is entered before you have seen it.`}
        </p>
        <div className="sheet-tools">
          <label>
            {t`File`}
            <input
              type="file"
              accept=".csv,.txt,text/csv"
              disabled={busy}
              onChange={(event) => look(event.target.files?.[0])}
            />
          </label>
          <Link className="btn" to="/patients">
            {t`All patients`}
          </Link>
        </div>
        <p role="status">{busy ? t`Working.` : note}</p>
        {problem && (
          <p className="notice" role="alert">
            {problem}
          </p>
        )}
      </section>
      {preview && (
        <section aria-label={t`What it says`}>
          {preview.ignored.length > 0 && (
            <p>{t`Columns that are not known and left out: ${preview.ignored.join(", ")}.`}</p>
          )}
          <ImportTable
            lines={preview.lines}
            chosen={chosen}
            choose={(number, isChosen) => {
              const next = new Set(chosen);
              if (isChosen) next.add(number);
              else next.delete(number);
              setChosen(next);
            }}
          />
          <button type="button" className="btn btn--act" disabled={busy || chosen.size === 0} onClick={enter}>
            {plural(chosen.size, { one: `Enter ${chosen.size} patient`, other: `Enter ${chosen.size} patients` })}
          </button>
        </section>
      )}
    </Page>
  );
}
