import { t } from "@lingui/core/macro";
import type { RecoveryScaleInfo } from "../after/contract";
import { vialSizes } from "../after/words";
import type { Protocol, Vocabulary } from "../library/contract";
import { timeWords } from "../library/draft";
import { Blank, Head, Part } from "./BlankForm";

/** By the scale that the protocol names; by the first where it names none. */
export function Scores({ protocol, scales }: { protocol: Protocol; scales: RecoveryScaleInfo[] }) {
  const asked = protocol.discharge;
  const scale = scales.find((each) => each.scale === asked?.scale) ?? scales[0];
  if (!scale) return null;
  return (
    <Part title={`${scale.label}${asked?.threshold ? t`: ${asked.threshold} of 10 or more` : ""}`}>
      <table className="scores-paper">
        <Head
          columns={[t`Line`, "2", "1", "0", t`1st, at`, t`2nd, at`, t`3rd, at`]}
          widths={["14%", "23%", "23%", "23%"]}
        />
        <tbody>
          {scale.items.map(({ item, label, answers }) => (
            <tr key={item}>
              <th scope="row">{label}</th>
              <td>{answers[2]}</td>
              <td>{answers[1]}</td>
              <td>{answers[0]}</td>
              <td />
              <td />
              <td />
            </tr>
          ))}
          <tr>
            <th scope="row">{t`Total`}</th>
            <td colSpan={3} />
            <td />
            <td />
            <td />
          </tr>
        </tbody>
      </table>
    </Part>
  );
}

export const Vials = ({ protocol }: { protocol: Protocol }) => (
  <Part title={t`Vials of ${protocol.drug}: opened = given + wasted + returned, in mg`}>
    <Blank
      columns={[
        t`Vial`,
        t`Lot`,
        t`Expires`,
        t`Opened`,
        "mg",
        t`Given`,
        t`Wasted`,
        t`Returned`,
        t`Left 0`,
        t`By`,
        t`Witness, another person`,
      ]}
      widths={["12%", "10%", "9%", "8%", "7%", "8%", "8%", "9%", "7%", "8%"]}
      lines={3}
    />
    <p className="paper-how">
      {t`Sold as ${vialSizes.map((size) => `${size.strengthMgPerMl} mg/mL × ${size.volumeMl} mL`).join(", ")}. Whatever is wasted, a second nurse or physician has seen and signs for.`}
      {protocol.vials?.overfillUpToPercent
        ? t` Overfill up to ${protocol.vials.overfillUpToPercent} % of the label may be charted, with a witness.`
        : ""}
    </p>
  </Part>
);

export function Discharge({ protocol, vocabulary }: { protocol: Protocol; vocabulary: Vocabulary }) {
  const gate = protocol.discharge;
  const scale = vocabulary.recoveryScales.find((each) => each.scale === gate?.scale);
  const asked = [
    gate?.atLeast ? t`${timeWords(gate.atLeast)} since the stop or the last dose` : null,
    scale && gate?.threshold ? t`${scale.label} ${gate.threshold} or more` : null,
    ...vocabulary.dischargeNeeds.filter(({ need }) => gate?.needs.includes(need)).map(({ words }) => words),
  ].filter((each) => each !== null);
  return (
    <Part title={t`Before the discharge`}>
      <table>
        <Head
          columns={[t`Asked for`, t`Yes`, t`Detail (name, plan, score)`, t`Time`, t`Initials`]}
          widths={["46%", "6%", "28%", "10%", "10%"]}
        />
        <tbody>
          {asked.map((each) => (
            <tr key={each}>
              <th scope="row">{each}</th>
              <td />
              <td />
              <td />
              <td />
            </tr>
          ))}
          <tr>
            <th scope="row">
              {t`${
                gate?.mayBeOverridden
                  ? t`Discharged in spite by a physician, or left against advice`
                  : t`Left against advice`
              }: reason`}
            </th>
            <td />
            <td />
            <td />
            <td />
          </tr>
          <tr>
            <th scope="row">{t`Discharged`}</th>
            <td />
            <td />
            <td />
            <td />
          </tr>
        </tbody>
      </table>
    </Part>
  );
}
