import { t } from "@lingui/core/macro";
import { birthDate } from "../ui/format";
import type { ImportLine, ImportStanding, PatientRecord } from "./contract";

interface Props {
  lines: ImportLine[];
  chosen: ReadonlySet<number>;
  choose: (number: number, isChosen: boolean) => void;
}

const words: Record<ImportStanding, string> = {
  new: t`new`,
  entered: t`entered`,
  already: t`here already`,
  duplicate: t`may be here already`,
  wrong: t`cannot be entered`,
  not_stored: t`not stored yet`,
};

const canBeSent = (line: ImportLine) => ["new", "duplicate", "not_stored"].includes(line.standing);

/** Each line of the file, what it would be, and why. */
export function ImportTable({ lines, chosen, choose }: Props) {
  return (
    <div className="sheet-scroll">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">{t`Line`}</th>
            <th scope="col">{t`Patient`}</th>
            <th scope="col">{t`Birth date`}</th>
            <th scope="col">{t`Number`}</th>
            <th scope="col">{t`Is`}</th>
            <th scope="col">{t`Enter`}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.number}>
              <td>{line.number}</td>
              <td>
                {line.patient
                  ? `${line.patient.familyName ?? "?"}, ${line.patient.givenName ?? "?"}`
                  : t`cannot be read`}
              </td>
              <td>{line.patient?.birthDate ? birthDate(line.patient.birthDate) : t`unknown`}</td>
              <td>{line.patient?.mrn ?? t`none`}</td>
              <td className="import-why">
                {words[line.standing]}
                {reasons(line).map((reason) => (
                  <div key={reason}>{reason}</div>
                ))}
              </td>
              <td>
                {canBeSent(line) && (
                  <label>
                    <input
                      type="checkbox"
                      checked={chosen.has(line.number)}
                      onChange={(event) => choose(line.number, event.target.checked)}
                    />
                    <span className={line.standing === "duplicate" ? "" : "vh"}>
                      {line.standing === "duplicate"
                        ? t` somebody else: enter line ${line.number}`
                        : t`line ${line.number}`}
                    </span>
                  </label>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const reasons = (line: ImportLine): string[] => [
  ...line.faults.map((fault) => (fault.field ? `${fault.field}: ${fault.message}` : fault.message)),
  ...line.similar.map((other) => t`Entered: ${identity(other)}`),
  ...(line.sameLines.length > 0 ? [t`May be the same as line ${line.sameLines.join(", ")}`] : []),
];

export const identity = (patient: PatientRecord): string =>
  t`${patient.familyName}, ${patient.givenName}, born ${patient.birthDate ?? t`unknown`}, number ${patient.mrn ?? t`none`}`;
