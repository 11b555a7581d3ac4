import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { mg } from "../after/words";
import type { GuardrailName, Protocol, ProtocolView, Vocabulary } from "../library/contract";
import { timeWords } from "../library/draft";
import { standings } from "../library/words";
import { useLive } from "../live/LiveContext";
import { checksOf } from "./checks";
import { GridTable } from "./GridTable";
import { limitLines } from "./limits";
import { Discharge, Scores, Vials } from "./Parts";

interface Props {
  view: ProtocolView;
  vocabulary: Vocabulary;
}

/** Black on white, A4. Nothing on it is filled in but what the protocol says. */
export function BlankForm({ view: { about, protocol }, vocabulary }: Props) {
  const clinic = useLive((state) => state.clinic?.name ?? "");
  return (
    <article className="paper" aria-labelledby="paper-title">
      <header>
        <h2 id="paper-title">{t`Infusion record, down-time`}</h2>
        <p>
          <Trans>
            <b>{clinic}</b>
            <br />
            {about.name}, version {about.version}
            <br />
            {standings[about.standing]}
          </Trans>
        </p>
      </header>
      <p className="paper-how">
        {t`Write the clock time of each entry and your initials. The bedside monitor is the alarm of record. Enter all of it later, each with its own time; keep this sheet.`}
      </p>
      <Lines
        fields={[t`Patient`, t`Born`, t`Record number`, t`Date`, t`Chair`, t`Nurse`, t`Physician`, t`Checked in at`]}
        columns={4}
      />
      <Part title={t`Before the start`}>
        <table>
          <Head columns={[t`Check`, t`Answer`, t`Time`, t`Initials`]} widths={["46%", "34%", "10%", "10%"]} />
          <tbody>
            {checksOf(protocol).map((check) => (
              <tr key={check}>
                <th scope="row">{check}</th>
                <td />
                <td />
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      <Order protocol={protocol} />
      <Part title={protocol.approval ? t`Limits` : t`Limits (a sample that nobody stands for)`}>
        <table className="is-dense">
          <Head columns={[t`Vital sign`, t`Low`, t`High`]} />
          <tbody>
            {limitLines(protocol, vocabulary).map(({ label, unit, low, high }) => (
              <tr key={label}>
                <th scope="row">
                  {label} {unit}
                </th>
                <td>{low.join("; ") || "–"}</td>
                <td>{high.join("; ") || "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      <GridTable protocol={protocol} />
      <Part
        title={t`Events: start, pause, resume, stop with reason, bolus, adverse event with grade, rescue with dose and response`}
      >
        <Blank columns={[t`Time`, t`What`, t`By`]} widths={["12%", "76%", "12%"]} lines={8} />
      </Part>
      <Scores protocol={protocol} scales={vocabulary.recoveryScales} />
      <Vials protocol={protocol} />
      <Discharge protocol={protocol} vocabulary={vocabulary} />
      <Lines fields={[t`Entered into Infusion by`, "on", "at", t`Signature`]} columns={4} />
    </article>
  );
}

const bound = (protocol: Protocol, name: GuardrailName, unit: string): string => {
  const rail = protocol.guardrails[name];
  if (!rail) return t`none`;
  const range = (low: number | null, high: number | null) => t`${low ?? "–"} to ${high ?? "–"}`;
  return t`usual ${range(rail.softLow, rail.softHigh)}, never beyond ${range(rail.hardLow, rail.hardHigh)} ${unit}`;
};

function Order({ protocol }: { protocol: Protocol }) {
  const rows: [string, string, string][] = [
    [t`Weight, measured`, "kg", bound(protocol, "weightKg", "kg")],
    [
      t`Dose by weight`,
      "mg/kg",
      t`begins with ${protocol.usualDoseMgPerKg}; ${bound(protocol, "doseMgPerKg", "mg/kg")}`,
    ],
    [t`Dose = dose by weight × weight`, "mg", bound(protocol, "totalDoseMg", "mg")],
    [
      t`Concentration`,
      "mg/mL",
      protocol.concentrations.length === 0
        ? t`dose in a fixed volume`
        : protocol.concentrations.map((each) => mg(each["mg/mL"])).join(", "),
    ],
    [t`Volume = dose ÷ concentration`, "mL", ""],
    [
      t`Duration`,
      "min",
      t`begins with ${timeWords(protocol.usualDuration)}; ${bound(protocol, "durationMinutes", "min")}`,
    ],
    [t`Rate = volume ÷ duration × 60`, "mL/h", bound(protocol, "rateMgPerKgPerHour", "mg/kg/h")],
    [t`Bolus`, "mg/kg", bound(protocol, "bolusMgPerKg", "mg/kg")],
  ];
  return (
    <Part title={t`Order: ${protocol.drug}`}>
      <table>
        <Head columns={[t`What`, t`Ordered`, t`Recomputed`, t`Bounds`]} widths={["28%", "16%", "16%", "40%"]} />
        <tbody>
          {rows.map(([what, unit, bounds]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td className="unit-cell">{unit}</td>
              <td className="unit-cell">{unit}</td>
              <td className="bounds">{bounds}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Lines fields={[t`Ordered by, time`, t`Recomputed by, time`]} columns={2} />
    </Part>
  );
}

export const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h3>{title}</h3>
    {children}
  </section>
);

export const Head = ({ columns, widths = [] }: { columns: string[]; widths?: string[] }) => (
  <thead>
    <tr>
      {columns.map((column, i) => (
        <th key={column} scope="col" style={widths[i] ? { width: widths[i] } : undefined}>
          {column}
        </th>
      ))}
    </tr>
  </thead>
);

/** Empty lines to write on. */
export const Blank = ({ columns, widths = [], lines }: { columns: string[]; widths?: string[]; lines: number }) => (
  <table>
    <Head columns={columns} widths={widths} />
    <tbody>
      {Array.from({ length: lines }, (_, line) => t`line ${line}`).map((line) => (
        <tr key={line}>
          {columns.map((column) => (
            <td key={column} />
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

const Lines = ({ fields, columns }: { fields: string[]; columns: number }) => (
  <dl className="paper-fields" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
    {fields.map((field) => (
      <div key={field}>
        <dt>{field}</dt>
        <dd />
      </div>
    ))}
  </dl>
);
