import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { dayWords, shifted } from "./days";

export interface Slot {
  day: string;
  time: string;
}

interface Props {
  slot: Slot;
  change: (slot: Slot) => void;
}

const steps: [words: string, minutes: number][] = [
  [t`A day earlier`, -1440],
  [t`15 min earlier`, -15],
  [t`15 min later`, 15],
  [t`A day later`, 1440],
];

/** Day and time of an appointment, by the clinic's clocks. */
export function SlotFields({ slot, change }: Props) {
  const isSaid = slot.day !== "" && slot.time !== "";
  return (
    <>
      <div className="pw-fields">
        <label>
          <span>
            <Trans>
              Day <small className="unit">{slot.day === "" ? "" : dayWords(slot.day)}</small>
            </Trans>
          </span>
          <input type="date" value={slot.day} onChange={(event) => change({ ...slot, day: event.target.value })} />
        </label>
        <label>
          <span>{t`Time at the clinic`}</span>
          <input
            type="time"
            step={300}
            value={slot.time}
            onChange={(event) => change({ ...slot, time: event.target.value })}
          />
        </label>
      </div>
      <div className="pw-steps">
        {steps.map(([words, minutes]) => (
          <button
            key={words}
            type="button"
            className="btn"
            disabled={!isSaid}
            onClick={() => change(shifted(slot.day, slot.time, minutes))}
          >
            {words}
          </button>
        ))}
      </div>
    </>
  );
}

/** As a command wants it. */
export const timeOf = (time: string): string => (time.length === 5 ? `${time}:00` : time);

/** null: as the clinic has it. */
export const minutesSaid = (text: string): number | null => (text.trim() === "" ? null : Number(text));
