import { t } from "@lingui/core/macro";
import { useId } from "react";
import type { useDraft } from "../care/useDraft";
import type { Protocol } from "../library/contract";
import { plain } from "./words";

interface Props {
  draft: ReturnType<typeof useDraft>;
  protocol: Protocol;
  faults: { path: string; sentence: string }[];
}

/** Weight with its basis, dose, how it is mixed, duration. A sentence of the server stands beside the field that it is about. */
export function OrderFields({ draft, protocol, faults }: Props) {
  const faultOf = (...paths: string[]) => faults.find((fault) => paths.includes(fault.path))?.sentence ?? null;
  const isAdjusted = draft.of("basis") === "ideal" || draft.of("basis") === "adjusted";
  const isInMg = draft.of("doseIn") === "mg";
  const isVolume = draft.of("mixedBy") === "volume";
  return (
    <div className="or-fields">
      <Field
        label={t`Actual weight`}
        name="weight"
        unit={draft.of("weightUnit") === "pound" ? "lb" : "kg"}
        draft={draft}
        fault={faultOf("weight")}
      />
      <Choice
        label={t`Unit of the weight`}
        name="weightUnit"
        draft={draft}
        options={[
          ["", "kg"],
          ["pound", "lb"],
        ]}
      />
      <Choice
        label={t`How it is known`}
        name="method"
        draft={draft}
        options={[
          ["", t`choose`],
          ["measured", t`measured`],
          ["stated", t`stated`],
        ]}
      />
      <Field label={t`Day of the weight`} name="weighedOn" type="date" draft={draft} fault={null} />
      <Choice
        label={t`The dose goes by`}
        name="basis"
        draft={draft}
        options={[
          ["", t`actual weight`],
          ["ideal", t`ideal weight`],
          ["adjusted", t`adjusted weight`],
        ]}
        fault={faultOf("weight-basis")}
      />
      {isAdjusted && (
        <>
          <Field label={t`Height`} name="heightCm" unit="cm" draft={draft} fault={faultOf("height")} />
          <Choice
            label={t`Sex, for the formula`}
            name="sex"
            draft={draft}
            options={[
              ["", t`choose`],
              ["female", t`female`],
              ["male", t`male`],
            ]}
            fault={faultOf("sex")}
          />
        </>
      )}
      <Choice
        label={t`Dose ordered in`}
        name="doseIn"
        draft={draft}
        options={[
          ["", "mg/kg"],
          ["mg", "mg"],
        ]}
      />
      {isInMg ? (
        <Field label={t`Dose`} name="doseMg" unit="mg" draft={draft} fault={faultOf("dose", "dose-per-kg")} />
      ) : (
        <Field
          label={t`Dose by weight`}
          name="doseMgPerKg"
          unit="mg/kg"
          draft={draft}
          fault={faultOf("dose", "dose-per-kg")}
        />
      )}
      <Choice
        label={t`Mixed by`}
        name="mixedBy"
        draft={draft}
        options={[
          ["", t`concentration`],
          ["volume", t`dose in a fixed volume`],
        ]}
      />
      {isVolume ? (
        <Field
          label={t`Volume that holds the dose`}
          name="volume"
          unit="mL"
          draft={draft}
          fault={faultOf("volume", t`concentration`)}
        />
      ) : (
        <Field
          label={t`Concentration`}
          name={t`concentration`}
          unit={
            protocol.concentrations.length > 0
              ? `mg/mL, of ${protocol.concentrations.map((each) => plain(each["mg/mL"])).join(" or ")}`
              : "mg/mL"
          }
          draft={draft}
          fault={faultOf(t`concentration`, "volume")}
        />
      )}
      <Field label={t`Duration`} name="duration" unit="min" draft={draft} fault={faultOf("duration")} />
    </div>
  );
}

interface FieldProps {
  label: string;
  name: string;
  draft: ReturnType<typeof useDraft>;
  fault: string | null;
  unit?: string;
  type?: string;
}

function Field({ label, name, draft, fault, unit = "", type = "text" }: FieldProps) {
  const id = useId();
  // Before anything is typed, an empty field is no mistake.
  const said = draft.of(name) === "" ? null : fault;
  return (
    <label>
      <span>
        {label} {unit && <small className="unit">{unit}</small>}
      </span>
      <input
        type={type}
        inputMode={type === "text" ? "decimal" : undefined}
        autoComplete="off"
        value={draft.of(name)}
        aria-invalid={said !== null}
        aria-describedby={id}
        onChange={(event) => draft.set(name, event.currentTarget.value)}
      />
      <small id={id} className="fault">
        {said}
      </small>
    </label>
  );
}

interface ChoiceProps {
  label: string;
  name: string;
  draft: ReturnType<typeof useDraft>;
  options: [value: string, word: string][];
  fault?: string | null;
}

function Choice({ label, name, draft, options, fault = null }: ChoiceProps) {
  const id = useId();
  return (
    <label>
      <span>{label}</span>
      <select
        value={draft.of(name)}
        aria-invalid={fault !== null}
        aria-describedby={id}
        onChange={(event) => draft.set(name, event.currentTarget.value)}
      >
        {options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
      <small id={id} className="fault">
        {fault}
      </small>
    </label>
  );
}
