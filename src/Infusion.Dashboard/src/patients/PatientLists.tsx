import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import type { PatientRecord } from "./contract";
import { WeightFields } from "./WeightFields";

interface Props {
  draft: PatientRecord;
  change: (part: Partial<PatientRecord>) => void;
  /** What is wrong at a field, as the server names it; undefined: nothing. */
  faultAt: (field: string) => string | undefined;
}

const severities = ["unknown", "mild", "moderate", "severe"] as const;

const severityWords: Record<(typeof severities)[number], string> = {
  unknown: t`unknown`,
  mild: t`mild`,
  moderate: t`moderate`,
  severe: t`severe`,
};

/** What a patient has several of. */
export function PatientLists({ draft, change, faultAt }: Props) {
  return (
    <>
      <List
        title={t`Allergies`}
        add={t`Add an allergy`}
        entries={draft.allergies}
        blank={{ text: "", severity: "unknown" as const }}
        change={(allergies) => change({ allergies })}
      >
        {(allergy, index, set) => (
          <>
            <Text
              label={t`Allergy ${index + 1}`}
              value={allergy.text}
              fault={faultAt(`allergies[${index}].text`)}
              set={(text) => set({ ...allergy, text })}
            />
            <label>
              {t`Severity of allergy ${index + 1}`}
              <select
                value={allergy.severity}
                onChange={(event) => set({ ...allergy, severity: event.target.value as typeof allergy.severity })}
              >
                {severities.map((severity) => (
                  <option key={severity} value={severity}>
                    {severityWords[severity]}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
      </List>
      <List
        title={t`Weights`}
        add={t`Add a weight`}
        entries={draft.weights}
        blank={{ kilograms: Number.NaN, method: "unknown" as const, on: "" }}
        change={(weights) => change({ weights })}
      >
        {(weight, index, set) => (
          <WeightFields
            weight={weight}
            index={index}
            set={set}
            faultAt={(field) => faultAt(`weights[${index}].${field}`)}
          />
        )}
      </List>
      <List
        title={t`Contacts`}
        add={t`Add a contact`}
        entries={draft.contacts}
        blank={{ name: "", relation: "", phone: "" }}
        change={(contacts) => change({ contacts })}
      >
        {(contact, index, set) =>
          (["name", "relation", "phone"] as const).map((field) => (
            <Text
              key={field}
              label={`${contactWords[field]} ${index + 1}`}
              value={contact[field]}
              fault={faultAt(`contacts[${index}].${field}`)}
              set={(text) => set({ ...contact, [field]: text })}
            />
          ))
        }
      </List>
      <List
        title={t`Other numbers`}
        add={t`Add a number`}
        entries={draft.identifiers}
        blank={{ system: "", value: "" }}
        change={(identifiers) => change({ identifiers })}
      >
        {(identifier, index, set) =>
          (["system", "value"] as const).map((field) => (
            <Text
              key={field}
              label={`${field === "system" ? t`Whose number it is` : t`Number`} ${index + 1}`}
              value={identifier[field]}
              fault={faultAt(`identifiers[${index}].${field}`)}
              set={(text) => set({ ...identifier, [field]: text })}
            />
          ))
        }
      </List>
    </>
  );
}

const contactWords = { name: t`Contact`, relation: t`Relation of contact`, phone: t`Phone of contact` };

interface ListProps<T> {
  title: string;
  add: string;
  entries: T[];
  blank: T;
  change: (entries: T[]) => void;
  children: (entry: T, index: number, set: (entry: T) => void) => ReactNode;
}

function List<T>({ title, add, entries, blank, change, children }: ListProps<T>) {
  return (
    <fieldset className="patient-list">
      <legend>{title}</legend>
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no other name, and are controlled by the draft
        <div className="patient-entry" key={index}>
          {children(entry, index, (next) => change(entries.map((each, at) => (at === index ? next : each))))}
          <button
            type="button"
            className="btn"
            aria-label={t`Remove ${title.toLowerCase()} ${index + 1}`}
            onClick={() => change(entries.filter((_, at) => at !== index))}
          >
            {t`Remove`}
          </button>
        </div>
      ))}
      <button type="button" className="btn" onClick={() => change([...entries, blank])}>
        {add}
      </button>
    </fieldset>
  );
}

interface TextProps {
  label: string;
  value: string;
  fault: string | undefined;
  set: (text: string) => void;
}

function Text({ label, value, fault, set }: TextProps) {
  return (
    <label>
      {label}
      <input value={value} aria-invalid={fault !== undefined} onChange={(event) => set(event.target.value)} />
      {fault && <small>{fault}</small>}
    </label>
  );
}
