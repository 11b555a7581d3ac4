import { Trans } from "@lingui/react/macro";
import "./words.css";
import { discouragedIn } from "./discouraged";
import { useWords } from "./queries";

/** Under a field for free text: words that the clinic would rather not read, and its own for them. The text stays as it is. */
export function WordsNotice({ text }: { text: string }) {
  const { data } = useWords(text.trim() !== "");
  const words = data?.words;
  const found = words?.marksDiscouraged ? discouragedIn(text, words.discouraged) : [];
  return (
    <div className="words-notice" role="status">
      {found.map((word) => (
        <p key={word.text}>
          <Trans>
            <mark>{word.text}</mark> This clinic says: {word.suggestion}.
          </Trans>
        </p>
      ))}
    </div>
  );
}
