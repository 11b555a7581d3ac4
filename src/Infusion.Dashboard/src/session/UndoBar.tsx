import { t } from "@lingui/core/macro";
import "./undo.css";
import { useSyncExternalStore } from "react";
import { keys } from "../keys/shortcuts";
import { useClock, useLive, useLiveStore } from "../live/LiveContext";
import { Icon } from "../ui/Icon";
import { useSignedIn } from "./SessionContext";
import { secondsLeft, type Undoable } from "./undo";

/** What was charted here last, as long as it can be taken back: one tap or one key. */
export function UndoBar() {
  const { clinic, outbox } = useSignedIn();
  const undoable = useSyncExternalStore(outbox.subscribe, outbox.undoable);
  const { clock } = useLiveStore();
  const here = undoable.filter((each) => each.clinic === clinic);
  // The latest first: taken back, the one before it is offered.
  const shown = useClock(
    () => here.findLast((each) => secondsLeft(each.sentMs, Date.now(), clock.speed) > 0)?.commandId ?? null,
  );
  const entry = here.find((each) => each.commandId === shown);
  return (
    <div className="undo-place">
      {/* Said once: the seconds are for the eye. */}
      <p className="vh" role="status">
        {entry && said(entry)}
      </p>
      {entry && <Bar entry={entry} />}
    </div>
  );
}

const said = ({ words, state }: Undoable): string =>
  state === "charted"
    ? t`${words} charted. Undo with ${keys.undo.toUpperCase()}.`
    : state === "undoing"
      ? t`Taking back: ${words}.`
      : "";

function Bar({ entry }: { entry: Undoable }) {
  const { outbox } = useSignedIn();
  const { clock } = useLiveStore();
  const chair = useLive(
    (state) => Object.values(state.chairs).find((each) => each.session?.id === entry.session)?.chair ?? null,
  );
  const left = useClock(() => secondsLeft(entry.sentMs, Date.now(), clock.speed));
  const undoing = entry.state === "undoing";
  return (
    <div className="undo-bar">
      <p aria-hidden="true">
        {chair && <b>{chair}</b>} <b>{entry.words}</b>{" "}
        {entry.state === "charted" ? t`charted.` : undoing ? t`is being taken back.` : t`is on its way.`}
      </p>
      <button
        type="button"
        className="btn"
        data-undo
        aria-keyshortcuts={keys.undo}
        aria-disabled={undoing}
        aria-label={t`Undo: ${entry.words}`}
        onClick={() => undoing || outbox.undo(entry.commandId)}
      >
        <Icon name="undo" />
        {t`Undo`}
        {!undoing && (
          <span className="fig" aria-hidden="true">
            {left} s
          </span>
        )}
      </button>
    </div>
  );
}
