import { t } from "@lingui/core/macro";
import { Section } from "./Section";
import { ChoiceField, NumberField, TimeField, useSheet } from "./Sheet";

/** What is asked before a patient leaves, and of the vials. */
export function DischargeTable() {
  const { protocol, vocabulary, faults } = useSheet();
  const here = faults.filter(({ path }) => /^discharge(\.needs.*)?$|^vials$/.test(path));
  return (
    <Section id="discharge" title={t`Discharge and vials`} about={["discharge", "vials"]}>
      {here.map(({ path, message }) => (
        <p className="fault" key={path + message}>
          {path} {message}
        </p>
      ))}
      <dl className="lib-facts">
        <dt>{t`Since the stop or the last dose, at least`}</dt>
        <dd>
          <TimeField
            path="discharge.atLeast"
            label={t`Before the discharge, at least`}
            unit="min"
            none={t`not asked for`}
          />
        </dd>
        <dt>{t`Recovery is counted by`}</dt>
        <dd className="lib-pair">
          <ChoiceField
            path="discharge.scale"
            label={t`Recovery scale`}
            options={vocabulary.recoveryScales.map(({ scale, label }) => ({ value: scale, word: label }))}
            none={t`no score asked for`}
          />
          <span>{t`of at least`}</span>
          <NumberField path="discharge.threshold" label={t`Recovery score of at least`} none="–" />
        </dd>
        <dt>{t`Also asked for`}</dt>
        <dd>
          <Needs />
        </dd>
        <dt>{t`A physician may discharge in spite, with a reason`}</dt>
        <dd>
          <Flag path="discharge.mayBeOverridden" isOn={protocol.discharge?.mayBeOverridden === true} />
        </dd>
        <dt>{t`A session that gave drug closes only with its vials`}</dt>
        <dd>
          <Flag path="vials.areAsked" isOn={protocol.vials?.areAsked === true} />
        </dd>
        <dt>{t`A vial may hold more than its label by up to`}</dt>
        <dd>
          <NumberField
            path="vials.overfillUpToPercent"
            label={t`Overfill of a vial, at most`}
            unit="%"
            none={t`nothing`}
          />
        </dd>
      </dl>
    </Section>
  );
}

function Flag({ path, isOn }: { path: string; isOn: boolean }) {
  const { change } = useSheet();
  if (!change) return isOn ? t`yes` : t`no`;
  return (
    <label className="lib-check">
      <input
        type="checkbox"
        checked={isOn}
        data-path={path}
        onChange={(event) => change(path, event.currentTarget.checked)}
      />
      {isOn ? t`yes` : t`no`}
    </label>
  );
}

function Needs() {
  const { protocol, vocabulary, change } = useSheet();
  const asked = protocol.discharge?.needs ?? [];
  if (!change) {
    const words = vocabulary.dischargeNeeds.filter(({ need }) => asked.includes(need)).map((each) => each.words);
    return words.length === 0 ? t`nothing` : words.join("; ");
  }
  return (
    <ul>
      {vocabulary.dischargeNeeds.map(({ need, words }) => (
        <li key={need}>
          <label className="lib-check">
            <input
              type="checkbox"
              checked={asked.includes(need)}
              onChange={(event) =>
                change(
                  "discharge.needs",
                  event.currentTarget.checked ? [...asked, need] : asked.filter((other) => other !== need),
                )
              }
            />
            {words}
          </label>
        </li>
      ))}
    </ul>
  );
}
