import { t } from "@lingui/core/macro";
import { useState } from "react";
import type { PatientRecord } from "./contract";
import { kilogramsOf, poundsOf } from "./weights";

type Weight = PatientRecord["weights"][number];

interface Props {
  weight: Weight;
  index: number;
  set: (weight: Weight) => void;
  faultAt: (field: string) => string | undefined;
}

interface Typed {
  text: string;
  unit: "kg" | "lb";
}

const kilogramsIn = ({ text, unit }: Typed): number => {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return unit === "lb" ? kilogramsOf(value) : value;
};

const asKilograms = (kilograms: number): Typed => ({
  text: Number.isNaN(kilograms) ? "" : String(kilograms),
  unit: "kg",
});

/** One weight. Kept in kilograms; whoever reads a scale in pounds types pounds, and sees what becomes of them. */
export function WeightFields({ weight, index, set, faultAt }: Props) {
  const [typed, setTyped] = useState<Typed>({ text: "", unit: "kg" });
  // An entry above may have been removed: what was typed counts only for the weight it gave.
  const { text, unit } = Object.is(kilogramsIn(typed), weight.kilograms) ? typed : asKilograms(weight.kilograms);
  const number = index + 1;
  const type = (next: Typed) => {
    setTyped(next);
    set({ ...weight, kilograms: kilogramsIn(next) });
  };
  const fault = faultAt("kilograms");
  return (
    <>
      <label>
        {t`Weight ${number} in ${unit}`}
        <input
          inputMode="decimal"
          value={text}
          aria-invalid={fault !== undefined}
          onChange={(event) => type({ text: event.target.value, unit })}
        />
        <small>
          {Number.isNaN(weight.kilograms)
            ? t`a number with a point, such as 71.5`
            : unit === "lb"
              ? t`kept as ${weight.kilograms} kg`
              : `${poundsOf(weight.kilograms)} lb`}
        </small>
        {fault && <small>{fault}</small>}
      </label>
      <label>
        {t`Unit of weight ${number}`}
        <select value={unit} onChange={(event) => type({ text, unit: event.target.value as Typed["unit"] })}>
          <option>kg</option>
          <option>lb</option>
        </select>
      </label>
      <label>
        {t`How weight ${number} is known`}
        <select
          value={weight.method}
          onChange={(event) => set({ ...weight, method: event.target.value as Weight["method"] })}
        >
          <option value="unknown">{t`choose`}</option>
          <option value="measured">{t`measured`}</option>
          <option value="stated">{t`stated`}</option>
        </select>
        {faultAt("method") && <small>{faultAt("method")}</small>}
      </label>
      <label>
        {t`Day of weight ${number}`}
        <input type="date" value={weight.on} onChange={(event) => set({ ...weight, on: event.target.value })} />
        {faultAt("on") && <small>{faultAt("on")}</small>}
      </label>
    </>
  );
}
