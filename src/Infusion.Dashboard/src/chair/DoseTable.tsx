import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { DoseDifference, SessionView } from "../live/contract";
import { unknown, withUnit } from "../ui/format";

interface DoseTableProps {
  session: SessionView;
  /** The pump's word is too old to stand: how it is set and what it runs at are not known any more. */
  stale: boolean;
}

/** One row: what is compared, and the number of each account. A column that says nothing of it is left empty. */
interface Row {
  label: string;
  unit: string;
  decimals: number;
  ordered: number | null;
  programmed: number | null;
  delivered: number | null | undefined;
  differs: { programmed?: DoseDifference; delivered?: DoseDifference };
}

export function DoseTable({ session, stale }: DoseTableProps) {
  const { order, dose } = session;
  const { programmed, delivered } = dose;
  const set = (value: number | null): number | null => (stale ? null : value);
  const differs = (difference?: DoseDifference): boolean =>
    difference !== undefined && dose.differences.includes(difference);
  const rows: Row[] = [
    {
      label: t`Dose`,
      unit: "mg",
      decimals: 1,
      ordered: order.doseMg,
      programmed: set(programmed.doseMg),
      delivered: delivered.doseMg,
      differs: { delivered: "delivered_dose" },
    },
    {
      label: t`Volume`,
      unit: "mL",
      decimals: 1,
      ordered: order.volumeMl,
      programmed: set(programmed.volumeMl),
      delivered: delivered.volumeMl,
      differs: { programmed: "programmed_volume" },
    },
    {
      label: t`Concentration`,
      unit: "mg/mL",
      decimals: 2,
      ordered: order.concentrationMgPerMl,
      programmed: set(programmed.concentrationMgPerMl),
      delivered: undefined,
      differs: { programmed: "programmed_concentration" },
    },
    {
      label: t`Rate`,
      unit: "mL/h",
      decimals: 1,
      ordered: order.rateMlPerHour,
      programmed: set(programmed.rateMlPerHour),
      delivered: set(delivered.rateMlPerHour),
      differs: { programmed: "programmed_rate", delivered: "delivered_rate" },
    },
    {
      label: t`Dose rate`,
      unit: "mg/kg/h",
      decimals: 2,
      ordered: dose.orderedMgPerKgPerHour,
      programmed: set(programmed.rateMgPerKgPerHour),
      delivered: set(delivered.rateMgPerKgPerHour),
      differs: {},
    },
    {
      label: t`Time`,
      unit: "min",
      decimals: 0,
      ordered: order.durationMinutes,
      programmed: set(programmed.minutes),
      delivered: delivered.minutes,
      differs: {},
    },
  ];
  const drug = stale ? null : programmed.drug;
  return (
    <>
      <table className="dose-table fig">
        <thead>
          <tr>
            <th scope="col">
              <span className="vh">{t`What`}</span>
            </th>
            <th scope="col">{t`Ordered`}</th>
            <th scope="col">{t`Programmed`}</th>
            <th scope="col">{t`Delivered`}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t`Drug`}</th>
            <td>{order.drug}</td>
            <td className={!stale && differs("programmed_drug") ? "differs" : undefined}>
              {drug ?? <Unknown />}
              {!stale && differs("programmed_drug") && <Differs />}
            </td>
            <td />
          </tr>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              <Cell row={row} value={row.ordered} />
              <Cell row={row} value={row.programmed} differs={differs(row.differs.programmed)} />
              <Cell row={row} value={row.delivered} differs={differs(row.differs.delivered)} />
            </tr>
          ))}
        </tbody>
      </table>
      <Notes session={session} />
    </>
  );
}

function Cell({ row, value, differs }: { row: Row; value: number | null | undefined; differs?: boolean }) {
  if (value === undefined) return <td />;
  if (value === null) {
    return (
      <td>
        <Unknown />
      </td>
    );
  }
  return (
    <td className={differs ? "differs" : undefined}>
      {value.toFixed(row.decimals)} <small>{row.unit}</small>
      {differs && <Differs />}
    </td>
  );
}

const Unknown = () => (
  <>
    <span aria-hidden="true">{unknown}</span>
    <span className="vh">{t`unknown`}</span>
  </>
);

/** Not by colour alone. */
const Differs = () => (
  <>
    {" "}
    <b aria-hidden="true">≠</b>
    <span className="vh">{t`differs from the order`}</span>
  </>
);

function Notes({ session: { dose } }: { session: SessionView }) {
  const parts = [
    dose.segments > 0 && plural(dose.segments, { one: `${dose.segments} segment`, other: `${dose.segments} segments` }),
    dose.boluses > 0 &&
      plural(dose.boluses, {
        one: `${dose.boluses} bolus, ${withUnit(dose.bolusMl, "mL", 1)}`,
        other: `${dose.boluses} boluses, ${withUnit(dose.bolusMl, "mL", 1)}`,
      }),
    dose.pausedMinutes > 0 && t`paused ${withUnit(dose.pausedMinutes, "min", 1)}`,
    dose.keepVeinOpenMl > 0 && t`keep-vein-open gave ${withUnit(dose.keepVeinOpenMl, "mL", 2)}`,
  ].filter((part) => part !== false);
  return (
    <>
      {dose.expectedMg !== null && (
        <p className="dose-notes">
          <Trans>
            Expected by now {withUnit(dose.expectedMg, "mg", 1)}:{" "}
            <span className={dose.differences.includes("expected") ? "differs" : undefined}>
              {against(dose.aheadMg)}
            </span>
          </Trans>
        </p>
      )}
      {parts.length > 0 && <p className="dose-notes">{parts.join(" · ")}</p>}
    </>
  );
}

function against(aheadMg: number | null): string {
  if (aheadMg === null) return t`what was given is unknown`;
  if (Math.abs(aheadMg) < 0.05) return t`as expected`;
  const amount = withUnit(Math.abs(aheadMg), "mg", 1);
  return aheadMg > 0 ? t`${amount} more was given` : t`${amount} less was given`;
}
