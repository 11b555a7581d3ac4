import { birthDate } from "../ui/format";
import type { ImportLine, ImportStanding, PatientRecord } from "./contract";

interface Props {
  lines: ImportLine[];
  chosen: ReadonlySet<number>;
  choose: (number: number, isChosen: boolean) => void;
}

const words: Record<ImportStanding, string> = {
  new: "new",
  entered: "entered",
  already: "here already",
  duplicate: "may be here already",
  wrong: "cannot be entered",
  not_stored: "not stored yet",
};

const canBeSent = (line: ImportLine) => ["new", "duplicate", "not_stored"].includes(line.standing);

/** Each line of the file, what it would be, and why. */
export function ImportTable({ lines, chosen, choose }: Props) {
  return (
    <div className="sheet-scroll">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Patient</th>
            <th scope="col">Birth date</th>
            <th scope="col">Number</th>
            <th scope="col">Is</th>
            <th scope="col">Enter</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.number}>
              <td>{line.number}</td>
              <td>
                {line.patient
                  ? `${line.patient.familyName ?? "?"}, ${line.patient.givenName ?? "?"}`
                  : "cannot be read"}
              </td>
              <td>{line.patient?.birthDate ? birthDate(line.patient.birthDate) : "unknown"}</td>
              <td>{line.patient?.mrn ?? "none"}</td>
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
                        ? ` somebody else: enter line ${line.number}`
                        : `line ${line.number}`}
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
  ...line.similar.map((other) => `Entered: ${identity(other)}`),
  ...(line.sameLines.length > 0 ? [`May be the same as line ${line.sameLines.join(", ")}`] : []),
];

export const identity = (patient: PatientRecord): string =>
  `${patient.familyName}, ${patient.givenName}, born ${patient.birthDate ?? "unknown"}, number ${patient.mrn ?? "none"}`;
