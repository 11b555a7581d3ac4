import { t } from "@lingui/core/macro";
import "./words.css";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useDraft } from "../care/useDraft";
import type { TabletWords } from "../outcomes/contract";
import { useSignedIn } from "../session/SessionContext";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import type { DiscouragedWord } from "./discouraged";
import { type ClinicWords, useWords, type WrittenWords, writeWords } from "./queries";

const tabletLabels: Record<keyof TabletWords, string> = {
  greeting: t`Greeting`,
  introduction: t`Before the questions`,
  help: t`Where help is`,
  thanks: t`After the answers`,
  urgent: t`After answers that somebody must talk about today`,
};

/** One a line: the word, an equals sign, what is said instead. */
const linesOf = (words: DiscouragedWord[]): string =>
  words.map((word) => `${word.text} = ${word.suggestion}`).join("\n");

export const wordsOf = (lines: string): DiscouragedWord[] =>
  lines
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const at = line.indexOf("=");
      return at < 0
        ? { text: line.trim(), suggestion: "" }
        : { text: line.slice(0, at).trim(), suggestion: line.slice(at + 1).trim() };
    });

/** How the clinic speaks: words that are marked in free text, and what a patient reads on the tablet. */
export default function WordsPage() {
  const query = useWords();
  const { data } = query;
  return (
    <Page title={t`Words`} className="sheets">
      <Reading query={query} what={t`The words`} />
      {data && <Words written={data} />}
    </Page>
  );
}

/** What somebody writes anew: all of it, with the version that it is to replace. */
interface WordsDraft {
  version: number;
  marks: boolean;
  lines: string;
  tablet: TabletWords;
}

const draftOf = ({ version, words }: WrittenWords): WordsDraft => ({
  version,
  marks: words.marksDiscouraged,
  lines: linesOf(words.discouraged),
  tablet: words.tablet,
});

function Words({ written }: { written: WrittenWords }) {
  const { clinic, me } = useSignedIn();
  const queries = useQueryClient();
  const draft = useDraft(`words:${clinic}`);
  const [outcome, setOutcome] = useState("");
  const mayWrite = me.roles.includes("manager");
  const kept = mayWrite ? draft.of("all") : "";
  const { version, marks, lines, tablet }: WordsDraft = kept === "" ? draftOf(written) : JSON.parse(kept);
  const change = (part: Partial<WordsDraft>) =>
    draft.set("all", JSON.stringify({ version, marks, lines, tablet, ...part }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const words: ClinicWords = { marksDiscouraged: marks, discouraged: wordsOf(lines), tablet };
    setOutcome("");
    try {
      queries.setQueryData(["words", clinic], await writeWords(clinic, version, words));
      draft.clear();
    } catch (problem) {
      setOutcome(t`Not saved: ${problem instanceof Error ? problem.message : t`no answer`}`);
    }
  };

  return (
    <section aria-label={t`The clinic's words`}>
      <p>
        {written.version === 0
          ? t`What ships with the program; nobody has changed it here.`
          : t`Version ${written.version}, by ${written.writtenBy ?? "–"}.`}
        {!mayWrite && t` A manager may change them.`}
      </p>
      <form className="words-form" onSubmit={submit}>
        <label className="words-check">
          <input
            type="checkbox"
            checked={marks}
            disabled={!mayWrite}
            onChange={(event) => change({ marks: event.target.checked })}
          />
          {t`Mark discouraged words under notes and reasons. The text is never changed.`}
        </label>
        <label>
          {t`Discouraged words: one a line, “word = what is said instead”`}
          <textarea
            rows={12}
            value={lines}
            readOnly={!mayWrite}
            spellCheck={false}
            onChange={(event) => change({ lines: event.currentTarget.value })}
          />
        </label>
        {(Object.keys(tabletLabels) as (keyof TabletWords)[]).map((key) => (
          <label key={key}>
            {t`On the tablet. ${tabletLabels[key]}`}
            <textarea
              rows={2}
              value={tablet[key]}
              readOnly={!mayWrite}
              onChange={(event) => change({ tablet: { ...tablet, [key]: event.currentTarget.value } })}
            />
          </label>
        ))}
        {mayWrite && (
          <div className="sheet-tools">
            <button type="submit" className="btn btn--act">
              {t`Save the words`}
            </button>
            {kept !== "" && (
              <button
                type="button"
                className="btn btn--tall"
                onClick={() => {
                  draft.clear();
                  setOutcome("");
                }}
              >
                {t`Drop what you wrote`}
              </button>
            )}
          </div>
        )}
        <p role="status">
          {kept !== "" &&
            (version === written.version
              ? t`Not saved yet. It stays in this browser's tab until you save or drop it.`
              : t`Somebody saved version ${written.version} while you wrote over version ${version}: yours would undo theirs and is not taken. Copy what you need, then drop it.`)}
        </p>
        <p role="alert">{outcome}</p>
      </form>
    </section>
  );
}
