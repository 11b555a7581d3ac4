import { t } from "@lingui/core/macro";
import { lock } from "../session/lock";

/**
 * A control says its key itself (`aria-keyshortcuts`), so a screen reader can say it too. It counts where the focus is: in the chair's
 * row on the board, or on a chair's own page. Nothing is answered of which nobody said at which chair.
 */
export const keys = {
  next: "j",
  previous: "k",
  open: "o",
  acknowledge: "a",
  pauseSound: "s",
  board: "b",
  nextChart: "n",
  previousChart: "p",
  beside: "v",
  sign: "g",
  undo: "u",
  help: "?",
} as const;

export const keyWords: readonly [key: string, words: string][] = [
  [keys.next, t`Next chair on the board, next chart of the work list`],
  [keys.previous, t`The one before it`],
  [keys.open, t`Open what is marked`],
  [keys.acknowledge, t`Acknowledge its first alarm`],
  [keys.pauseSound, t`Pause the sound of its first alarm`],
  [keys.board, t`To the board`],
  [t`${keys.undo} or Ctrl Z`, t`Undo what was charted last, within a minute`],
  [keys.nextChart, t`Review: the next chart that waits`],
  [keys.previousChart, t`Review: the chart before it`],
  [keys.beside, t`Review: graph and alarms beside the chart`],
  [keys.sign, t`Review: to the signature`],
  [keys.help, t`This list`],
];

/** While the tracks of a chair have the focus; useZoom answers them. */
export const trackKeyWords: readonly [key: string, words: string][] = [
  ["← →", t`Read the tracks, earlier and later`],
  ["+ −", t`Closer and farther; so does the wheel`],
  [t`Page Up, Page Down`, t`Move earlier and later`],
  [t`Home`, t`The whole session`],
  [t`End`, t`Back to now`],
];

/** Pages on which keys count wherever the focus is. */
const pages = "main.chair, main.review-page";

/** What a row of the board, a row of a list and such a page have in common. */
const scopes = `article.strip, [data-keys], ${pages}`;

const rowsToStep = "article.strip, [data-step]";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));

const isUsable = (element: HTMLElement): boolean =>
  element.closest("[inert]") === null && element.getAttribute("aria-disabled") !== "true";

function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(rowsToStep)].filter(isUsable);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]?.focus();
}

function press(key: string): boolean {
  const scope = document.activeElement?.closest(scopes) ?? document.querySelector(pages);
  const control = [...(scope?.querySelectorAll<HTMLElement>("[aria-keyshortcuts]") ?? [])].find(
    (each) => each.getAttribute("aria-keyshortcuts") === key && isUsable(each),
  );
  control?.click();
  return control !== undefined;
}

/** The bar names chair and entry itself, so it is answered wherever the focus is. */
function undo(): boolean {
  const control = document.querySelector<HTMLElement>("[data-undo]");
  if (!control || !isUsable(control)) return false;
  control.click();
  return true;
}

const isUndo = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  (ctrlKey || metaKey) && !altKey && !shiftKey && key === "z";

/** Answers what was pressed; true: it was a shortcut. */
export function answer(event: KeyboardEvent, openHelp: () => void, toBoard: () => void): boolean {
  if (isTyping(event.target)) return false;
  if (!isUndo(event) && (event.ctrlKey || event.metaKey || event.altKey)) return false;
  // A dialog has the keyboard to itself, and so has the lock of the screen.
  if (lock.isLocked() || document.querySelector("[role=dialog]")) return false;
  if (isUndo(event)) return !event.repeat && undo();
  switch (event.key) {
    case keys.undo:
      return !event.repeat && undo();
    case keys.next:
      step(1);
      return true;
    case keys.previous:
      step(-1);
      return true;
    case keys.board:
      toBoard();
      return true;
    case keys.help:
      openHelp();
      return true;
    default:
      // One press is one answer: a key that is held down acknowledges no second alarm.
      return !event.repeat && press(event.key);
  }
}
