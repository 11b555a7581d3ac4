import "./words.css";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { TabletWords } from "../outcomes/contract";
import { useSignedIn } from "../session/SessionContext";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import type { DiscouragedWord } from "./discouraged";
import { type ClinicWords, useWords, type WrittenWords, writeWords } from "./queries";

const tabletLabels: Record<keyof TabletWords, string> = {
  greeting: "Greeting",
  introduction: "Before the questions",
  help: "Where help is",
  thanks: "After the answers",
  urgent: "After answers that somebody must talk about today",
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
    <Page title="Words" className="sheets">
      <Reading query={query} what="The words" />
      {data && <Words key={data.version} written={data} />}
    </Page>
  );
}

function Words({ written }: { written: WrittenWords }) {
  const { clinic, me } = useSignedIn();
  const queries = useQueryClient();
  const [lines, setLines] = useState(() => linesOf(written.words.discouraged));
  const [marks, setMarks] = useState(written.words.marksDiscouraged);
  const [tablet, setTablet] = useState(written.words.tablet);
  const [outcome, setOutcome] = useState("");
  const mayWrite = me.roles.includes("manager");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const words: ClinicWords = { marksDiscouraged: marks, discouraged: wordsOf(lines), tablet };
    try {
      queries.setQueryData(["words", clinic], await writeWords(clinic, written.version, words));
    } catch (problem) {
      setOutcome(`Not saved: ${problem instanceof Error ? problem.message : "no answer"}`);
    }
  };

  return (
    <section aria-label="The clinic's words">
      <p>
        {written.version === 0
          ? "What ships with the program; nobody has changed it here."
          : `Version ${written.version}, by ${written.writtenBy}.`}
        {!mayWrite && " A manager may change them."}
      </p>
      <form className="words-form" onSubmit={submit}>
        <label className="words-check">
          <input
            type="checkbox"
            checked={marks}
            disabled={!mayWrite}
            onChange={(event) => setMarks(event.target.checked)}
          />
          Mark discouraged words under notes and reasons. The text is never changed.
        </label>
        <label>
          Discouraged words: one a line, “word = what is said instead”
          <textarea
            rows={12}
            value={lines}
            readOnly={!mayWrite}
            spellCheck={false}
            onChange={(event) => setLines(event.currentTarget.value)}
          />
        </label>
        {(Object.keys(tabletLabels) as (keyof TabletWords)[]).map((key) => (
          <label key={key}>
            On the tablet. {tabletLabels[key]}
            <textarea
              rows={2}
              value={tablet[key]}
              readOnly={!mayWrite}
              onChange={(event) => {
                const text = event.currentTarget.value;
                setTablet((before) => ({ ...before, [key]: text }));
              }}
            />
          </label>
        ))}
        {mayWrite && (
          <button type="submit" className="btn btn--act">
            Save the words
          </button>
        )}
        <p role="alert">{outcome}</p>
      </form>
    </section>
  );
}
