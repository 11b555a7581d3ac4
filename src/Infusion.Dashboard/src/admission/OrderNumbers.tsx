import { t } from "@lingui/core/macro";
import { Icon } from "../ui/Icon";
import type { CalculatedOrder } from "./contract";
import { plain } from "./words";

interface Props {
  calculated: CalculatedOrder | null;
  /** Something was typed since. */
  isOld: boolean;
  error: Error | null;
  drug: string;
}

/** Every number of the order with its unit, and what the protocol says to them. Nothing half: either all or none. */
export function OrderNumbers({ calculated, isOld, error, drug }: Props) {
  const order = isOld || error ? null : (calculated?.order ?? null);
  const number = (value: number | null | undefined, unit: string) =>
    value === null || value === undefined ? "–" : `${plain(value)} ${unit}`;
  const rows: [string, string][] = [
    [t`Weight that the dose goes by`, isOld || error ? "–" : number(calculated?.weightKg, "kg")],
    [t`Dose of ${drug}`, number(order?.doseMg, "mg")],
    [t`Dose by weight`, order ? number(order.doseMg / order.weightKg, "mg/kg") : "–"],
    [t`Concentration`, number(order?.concentrationMgPerMl, "mg/mL")],
    [t`Volume`, order ? number(calculated?.volumeMl, "mL") : "–"],
    [t`Rate`, number(order?.rateMlPerHour, "mL/h")],
    [t`Duration`, number(order?.durationMinutes, "min")],
    [t`Dose rate`, order ? number(calculated?.mgPerHour, "mg/h") : "–"],
    [t`Dose rate by weight`, order ? number(calculated?.mgPerKgPerHour, "mg/kg/h") : "–"],
    [t`The same`, order ? number(calculated?.mcgPerKgPerMinute, "µg/kg/min") : "–"],
  ];
  return (
    <>
      <dl className="sheet-facts ci-facts or-numbers" aria-busy={isOld}>
        {rows.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className="fig">{fact}</dd>
          </div>
        ))}
      </dl>
      <div role="status" className="or-findings">
        {error ? (
          <p>{t`${error.message} Nothing is computed.`}</p>
        ) : isOld ? (
          <p>{t`Computing.`}</p>
        ) : calculated?.order === null ? (
          <ul>
            {calculated.faults.map((fault) => (
              <li key={fault.path + fault.sentence}>{fault.sentence}</li>
            ))}
          </ul>
        ) : calculated && calculated.findings.length === 0 ? (
          <p>{t`Within every limit of the protocol.`}</p>
        ) : (
          <ul>
            {calculated?.findings.map((finding) => (
              <li key={finding.path} className={`is-${finding.verdict}`}>
                <Icon name={finding.verdict === "hard" ? "close" : "question"} />
                <span>
                  <b>{finding.verdict === "hard" ? t`Cannot be ordered` : t`Needs a reason and a second person`}:</b>{" "}
                  {finding.sentence}.
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
