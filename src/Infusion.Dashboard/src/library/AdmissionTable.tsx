import { t } from "@lingui/core/macro";
import type { CheckInItem } from "../admission/contract";
import { itemTitles } from "../admission/words";
import { entries } from "../care/words";
import { Section } from "./Section";
import { NumberField, TextField, TimeField, useSheet } from "./Sheet";

/** What is asked before the infusion starts. */
export function AdmissionTable() {
  const { protocol, faults, change } = useSheet();
  const here = faults.filter(({ path }) => /^admission(\.items.*)?$/.test(path));
  const isAsked = (protocol.admission ?? null) !== null;
  return (
    <Section id="admission" title={t`Before the start`} about={["admission"]}>
      {here.map(({ path, message }) => (
        <p className="fault" key={path + message}>
          {path} {message}
        </p>
      ))}
      {!isAsked && <p>{t`Nothing is asked: no check-in, no check of the order, no preparation.`}</p>}
      {change && (
        <label className="lib-check">
          <input
            type="checkbox"
            checked={isAsked}
            data-path="admission"
            onChange={(event) => change("admission", event.currentTarget.checked ? begun : null)}
          />
          {t`A check-in is asked before the start`}
        </label>
      )}
      {isAsked && <Asked />}
    </Section>
  );
}

/** What a check-in begins with; each number is then the clinic's. */
const begun = {
  items: ["identity", "consent"],
  recheckAfter: "00:05:00",
  pressureAtMostOld: "00:30:00",
};

const Asked = () => (
  <dl className="lib-facts">
    <dt>{t`Asked, item by item`}</dt>
    <dd>
      <Items />
    </dd>
    <dt>{t`Since the last meal, at least`}</dt>
    <dd>
      <TimeField
        path="admission.solidsFasting"
        label={t`Since the last meal, at least`}
        unit="min"
        none={t`not asked`}
      />
    </dd>
    <dt>{t`Since the last clear fluid, at least`}</dt>
    <dd>
      <TimeField
        path="admission.fluidsFasting"
        label={t`Since the last clear fluid, at least`}
        unit="min"
        none={t`not asked`}
      />
    </dd>
    <dt>{t`Version of the consent form in use`}</dt>
    <dd>
      <TextField path="admission.consentVersion" label={t`Version of the consent form in use`} none={t`any`} />
    </dd>
    <dt>{t`A consent is valid for`}</dt>
    <dd>
      <NumberField path="admission.consentValidDays" label={t`A consent is valid for`} unit="days" none={t`no end`} />
    </dd>
    <dt>{t`Since the last benzodiazepine, at least`}</dt>
    <dd>
      <TimeField
        path="admission.benzodiazepineFree"
        label={t`Since the last benzodiazepine, at least`}
        unit="min"
        none={t`not asked`}
      />
    </dd>
    <dt>{t`Since the last stimulant, at least`}</dt>
    <dd>
      <TimeField
        path="admission.stimulantFree"
        label={t`Since the last stimulant, at least`}
        unit="min"
        none={t`not asked`}
      />
    </dd>
    <dt>{t`The start is put off from a pressure of`}</dt>
    <dd className="lib-pair">
      <NumberField
        path="admission.systolicHoldFromMmHg"
        label={t`Put off from systolic`}
        unit="mmHg"
        none={t`no limit`}
      />
      <span>{t`or`}</span>
      <NumberField
        path="admission.diastolicHoldFromMmHg"
        label={t`Put off from diastolic`}
        unit="mmHg"
        none={t`no limit`}
      />
    </dd>
    <dt>{t`A recheck counts after`}</dt>
    <dd>
      <TimeField path="admission.recheckAfter" label={t`A recheck counts after`} unit="min" />
    </dd>
    <dt>{t`A pressure counts for`}</dt>
    <dd>
      <TimeField path="admission.pressureAtMostOld" label={t`A pressure counts for`} unit="min" />
    </dd>
    <dt>{t`A second person computes the order and agrees within`}</dt>
    <dd>
      <NumberField
        path="admission.doubleCheckWithinPercent"
        label={t`A second person agrees within`}
        unit="%"
        none={t`not asked`}
      />
    </dd>
    <dt>{t`The dose is charted as prepared, no longer before the start than`}</dt>
    <dd>
      <TimeField
        path="admission.preparedAtMostBefore"
        label={t`Prepared no longer before the start than`}
        unit="min"
        none={t`not asked`}
      />
    </dd>
  </dl>
);

function Items() {
  const { protocol, change } = useSheet();
  const asked = protocol.admission?.items ?? [];
  if (!change) {
    return asked.length === 0 ? t`nothing` : asked.map((item) => itemTitles[item]).join("; ");
  }
  const set = (item: CheckInItem, isOn: boolean) =>
    change("admission.items", isOn ? [...asked, item] : asked.filter((other) => other !== item));
  return (
    <ul>
      {entries(itemTitles).map(([item, title]) => (
        <li key={item}>
          <label className="lib-check">
            <input
              type="checkbox"
              checked={asked.includes(item)}
              onChange={(event) => set(item, event.currentTarget.checked)}
            />
            {title}
          </label>
        </li>
      ))}
    </ul>
  );
}
