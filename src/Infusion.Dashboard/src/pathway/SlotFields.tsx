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
  ["A day earlier", -1440],
  ["15 min earlier", -15],
  ["15 min later", 15],
  ["A day later", 1440],
];

/** Day and time of an appointment, by the clinic's clocks. */
export function SlotFields({ slot, change }: Props) {
  const isSaid = slot.day !== "" && slot.time !== "";
  return (
    <>
      <div className="pw-fields">
        <label>
          <span>
            Day <small className="unit">{slot.day === "" ? "" : dayWords(slot.day)}</small>
          </span>
          <input type="date" value={slot.day} onChange={(event) => change({ ...slot, day: event.target.value })} />
        </label>
        <label>
          <span>Time at the clinic</span>
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
