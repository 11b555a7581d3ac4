import { t } from "@lingui/core/macro";
import type { Protocol } from "../library/contract";
import { spaced } from "../library/words";
import { Head, Part } from "./BlankForm";
import { type GridLine, gridOf, recoveryMinutes, usualMinutes } from "./grid";

const columns: { title: string; of: string | null }[] = [
  { title: t`BP mmHg`, of: "blood_pressure" },
  { title: "HR /min", of: null },
  { title: "SpO2 %", of: "sp_o2" },
  { title: "RR /min", of: null },
  { title: t`Sedation, scale`, of: "sedation" },
  { title: t`Dissoc. CADSS-6`, of: "dissociation" },
  { title: t`Nausea 0–10`, of: "nausea" },
  { title: t`Pain 0–10`, of: "pain" },
];

const spare = (count: number): GridLine[] => Array.from({ length: count }, (_, i) => ({ minute: -1 - i, due: [] }));

/** The schedule as lines: a box with a heavy frame is what the protocol wants then. */
export function GridTable({ protocol }: { protocol: Protocol }) {
  const schedule = protocol.schedule ?? [];
  const before = [...new Set(schedule.filter(({ window }) => window === "before_start").map(({ what }) => what))];
  const parts: [string, GridLine[]][] = [
    [t`Before`, [{ minute: 0, due: before }]],
    [t`Start +`, [...gridOf(schedule, "infusing", usualMinutes(protocol)), ...spare(3)]],
    [t`Stop +`, [...gridOf(schedule, "recovery", recoveryMinutes(protocol)), ...spare(2)]],
  ];
  const after = schedule.filter(({ window }) => (window as string) === "after_change").map(({ what }) => spaced(what));
  return (
    <Part title={t`Observations: what the protocol asks for has a heavy frame`}>
      <table className="grid">
        <Head
          columns={[t`Due, min`, t`Clock`, ...columns.map(({ title }) => title), t`Rate mL/h`, t`Initials`]}
          widths={["10%", "8%"]}
        />
        {parts.map(([name, lines]) => (
          <tbody key={name}>
            {lines.map(({ minute, due }) => (
              <tr key={minute}>
                <th scope="row">{minute > 0 ? `${name} ${minute}` : minute === 0 ? name : `${name} ……`}</th>
                <td />
                {columns.map(({ title, of }) => (
                  <td key={title} className={of !== null && due.includes(of) ? "is-due" : ""}>
                    {of !== null && due.includes(of) && <span className="vh">{t`due`}</span>}
                  </td>
                ))}
                <td />
                <td />
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      {after.length > 0 && (
        <p className="paper-how">{t`Also after each change of rate and after a bolus: ${after.join(", ").toLowerCase()}.`}</p>
      )}
    </Part>
  );
}
