import { t } from "@lingui/core/macro";
import { useId } from "react";
import { useClock, useTimeZone } from "../live/LiveContext";
import { calendarDay, span } from "./format";
import { lastTime } from "./when";

export interface WhenSaid {
  text: string;
  /** As a command wants it; absent: now. */
  at: { at?: string };
  isWrong: boolean;
}

/** What was typed as the time at which something was; "" is now. */
export function useWhen(text: string): WhenSaid {
  const timeZone = useTimeZone();
  const at = useClock((nowMs) => (text.trim() === "" ? null : lastTime(text, timeZone, nowMs)));
  return { text, at: at === null ? {} : { at }, isWrong: text.trim() !== "" && at === null };
}

interface Props {
  when: WhenSaid;
  change: (text: string) => void;
  label?: string;
  readOnly?: boolean;
}

/** For what was written on paper first: its own time, and how long ago that is. Empty: now. */
export function WhenField({ when, change, label = t`When it was`, readOnly = false }: Props) {
  const id = useId();
  const timeZone = useTimeZone();
  const { at } = when.at;
  const said = useClock((nowMs) => {
    if (when.isWrong) return t`is no time of day`;
    if (!at) return t`now`;
    const day = calendarDay(at, timeZone);
    return t`${day === calendarDay(nowMs, timeZone) ? "" : `${day}, `}${span(nowMs - Date.parse(at))} ago, late entry`;
  });
  return (
    <label className="when">
      <span>
        {label}{" "}
        <small className="unit" id={id}>
          {said}
        </small>
      </span>
      <input
        inputMode="numeric"
        autoComplete="off"
        placeholder={t`hh:mm`}
        value={when.text}
        readOnly={readOnly}
        aria-invalid={when.isWrong}
        aria-describedby={id}
        onChange={(event) => change(event.currentTarget.value)}
      />
    </label>
  );
}
