export interface DiscouragedWord {
  text: string;
  suggestion: string;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Those that stand in a text as whole words, in any case, each once and in the order of the list. */
export function discouragedIn(text: string, words: DiscouragedWord[]): DiscouragedWord[] {
  return words.filter((word) =>
    new RegExp(
      `(?<![\\p{L}\\p{N}])${escaped(word.text).replace(/\s+/g, "\\s+")}(?:s|es)?(?![\\p{L}\\p{N}])`,
      "iu",
    ).test(text),
  );
}
