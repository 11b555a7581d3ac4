import { t } from "@lingui/core/macro";
import type { Guardrail, Protocol } from "./contract";
import { secondsOf } from "./draft";
import { GuardrailBar } from "./GuardrailBar";
import { Section } from "./Section";
import { ListField, NumberField, TextField, TimeField, useSheet } from "./Sheet";
import { Wide } from "./Wide";
import { bounds, guardrails } from "./words";

const emptyGuardrail: Guardrail = { hardLow: null, softLow: null, softHigh: null, hardHigh: null };

/** What an order begins with, in the unit of that row; null: nothing to mark. */
function usualOf(name: string, protocol: Protocol): number | null {
  const dose = protocol.usualDoseMgPerKg;
  const hours = (secondsOf(protocol.usualDuration) ?? 0) / 3600;
  if (name === "doseMgPerKg") return dose;
  if (name === "durationMinutes") return hours > 0 ? hours * 60 : null;
  if (name === "rateMgPerKgPerHour") return hours > 0 ? dose / hours : null;
  return null;
}

export function DrugFacts() {
  return (
    <Section
      id="drug"
      title={t`Drug and purpose`}
      about={["name", "indication", "drug", "drugSynonyms", "concentrations", "usualDoseMgPerKg", "usualDuration"]}
      isFirst
    >
      <dl className="lib-facts">
        <dt>{t`Name`}</dt>
        <dd>
          <TextField path="name" label={t`Name`} />
        </dd>
        <dt>{t`For`}</dt>
        <dd>
          <TextField path="indication" label={t`For`} />
        </dd>
        <dt>{t`Drug, as the pump names it`}</dt>
        <dd>
          <TextField path="drug" label={t`Drug, as the pump names it`} />
        </dd>
        <dt>{t`Other names of it`}</dt>
        <dd>
          <ListField
            path="drugSynonyms"
            label={t`Other names of it`}
            write={String}
            read={(items) => items}
            none={t`none`}
          />
        </dd>
        <dt>{t`Concentrations`}</dt>
        <dd>
          <ListField
            path="concentrations"
            label={t`Concentrations`}
            unit="mg/mL"
            write={(value) => String((value as { "mg/mL": number })["mg/mL"])}
            read={(items) =>
              items.every((item) => /^\d+(\.\d+)?$/.test(item))
                ? items.map((item) => ({ "mg/mL": Number(item) }))
                : undefined
            }
            none={t`any that gives the dose in a fixed volume`}
          />
        </dd>
        <dt>{t`An order begins with`}</dt>
        <dd className="lib-pair">
          <NumberField path="usualDoseMgPerKg" label={t`Usual dose`} unit="mg/kg" />
          <span>{t`over`}</span>
          <TimeField path="usualDuration" label={t`Usual duration`} unit="min" />
        </dd>
      </dl>
    </Section>
  );
}

export function DoseTable() {
  const { protocol, change, faults } = useSheet();
  return (
    <Section id="dose" title={t`Bounds of an order`} about={["guardrails"]} isFirst>
      <p className="note">
        {t`Beyond soft: only with a reason and a second person. Beyond hard: never. The bounds themselves are allowed. The tick is what an order begins with.`}
      </p>
      <Wide label={t`Bounds, as a table`}>
        <table className="lib-table">
          <thead>
            <tr>
              <th scope="col">{t`What`}</th>
              {bounds.map((bound) => (
                <th scope="col" key={bound.name}>
                  {bound.label}
                </th>
              ))}
              <th scope="col" className="wide">
                <span className="vh">{t`As a picture`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {guardrails.map(({ name, label, unit }) => {
              const guardrail = protocol.guardrails?.[name] ?? null;
              const whole = faults.filter((fault) => fault.path === `guardrails.${name}`);
              return (
                <tr key={name}>
                  <th scope="row">
                    {label} <small>{unit}</small>
                    {whole.map((fault) => (
                      <span className="fault" key={fault.message}>
                        {fault.message}
                      </span>
                    ))}
                  </th>
                  {guardrail || change ? (
                    bounds.map((bound) => (
                      <td key={bound.name}>
                        <NumberField
                          path={`guardrails.${name}.${bound.name}`}
                          label={`${label}, ${bound.label.toLowerCase()}`}
                          unit={unit}
                        />
                      </td>
                    ))
                  ) : (
                    <td colSpan={4}>{name === "bolusMgPerKg" ? t`no bolus in this protocol` : t`missing`}</td>
                  )}
                  <td className="wide">
                    <GuardrailBar guardrail={guardrail ?? emptyGuardrail} usual={usualOf(name, protocol)} />
                  </td>
                </tr>
              );
            })}
            {(["perDayMg", "perSeriesMg"] as const).map((name) => (
              <tr key={name}>
                <th scope="row">
                  {name === "perDayMg" ? t`One person in 24 hours` : t`One person in a series`} <small>mg</small>
                </th>
                <td colSpan={3}>{t`at most`}</td>
                <td>
                  <NumberField
                    path={`guardrails.${name}`}
                    label={
                      name === "perDayMg" ? t`One person in 24 hours, at most` : t`One person in a series, at most`
                    }
                    unit="mg"
                    none={t`no cap`}
                  />
                </td>
                <td className="wide" />
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}
