import { t } from "@lingui/core/macro";
import type { CSSProperties, KeyboardEvent } from "react";
import type { CalendarEntry } from "../contract";
import { clock, shifted } from "../days";
import type { Slot } from "../SlotFields";
import { nameOf } from "../words";
import { entryRest, entryWhat } from "./rows";

const steps: Record<string, number> = { ArrowLeft: -15, ArrowRight: 15, ArrowUp: -1440, ArrowDown: 1440 };

interface Props {
  entry: CalendarEntry;
  /** Without a slot: to be looked at. */
  open: (entry: CalendarEntry, at?: Slot) => void;
  isShort?: boolean;
  style?: CSSProperties;
}

/** An appointment to press. Shift with an arrow proposes another time; nothing moves before it is confirmed. */
export function Entry({ entry, open, isShort = false, style }: Props) {
  const keyed = (event: KeyboardEvent) => {
    const minutes = steps[event.key];
    if (!event.shiftKey || minutes === undefined) return;
    event.preventDefault();
    open(entry, shifted(entry.when.day, clock(entry.when.time), minutes));
  };
  const name = nameOf(entry.patient);
  const rest = entryRest(entry, isShort);
  return (
    <button
      type="button"
      className={`cal-entry is-${entry.kind} is-${entry.standing} ${entry.conflict ? "is-conflict" : ""}`}
      style={style}
      onClick={() => open(entry)}
      onKeyDown={keyed}
    >
      <b className="fig">{clock(entry.when.time)}</b> <span>{isShort ? name.split(",")[0] : name}</span>{" "}
      {!isShort && <small>{entryWhat(entry)}</small>}
      {isShort && entry.number !== null && entry.kind === "infusion" && (
        <small>
          {entry.number}/{entry.infusions}
        </small>
      )}{" "}
      {entry.conflict && <small className="cal-conflict">{t`no longer fits`}</small>} <span className="vh">{rest}</span>
    </button>
  );
}
