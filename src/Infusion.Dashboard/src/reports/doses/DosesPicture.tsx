import { t } from "@lingui/core/macro";
import { figure } from "../../ui/format";
import { AsTable } from "../plots/AsTable";
import { Columns } from "../plots/Columns";
import type { SessionDose } from "./contract";
import { binsOf } from "./figures";

const isNumber = (value: number | null): value is number => value !== null;

interface Distribution {
  id: string;
  title: string;
  unit: string;
  decimals: number;
  step: number;
  values: number[];
}

/** How the doses lie: by weight, and against what was ordered. */
export function DosesPicture({ sessions }: { sessions: SessionDose[] }) {
  const known = sessions.filter((each) => each.standing === "known");
  return (
    <>
      <OneDistribution
        of={{
          id: "doses-by-weight",
          title: t`Given by weight`,
          unit: "mg/kg",
          decimals: 2,
          step: 0.1,
          values: known.map((each) => each.deliveredMgPerKg).filter(isNumber),
        }}
      />
      <OneDistribution
        of={{
          id: "doses-deviation",
          title: t`Given against ordered`,
          unit: t`% of ordered`,
          decimals: 0,
          step: 10,
          values: known.map((each) => each.deviationPercent).filter(isNumber),
        }}
      />
    </>
  );
}

function OneDistribution({ of: { id, title, unit, decimals, step, values } }: { of: Distribution }) {
  const bins = binsOf(values, step);
  if (bins.length === 0) return null;
  const label = (bin: { from: number; to: number }) => t`${figure(bin.from, decimals)} to ${figure(bin.to, decimals)}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Columns
        alternative={t`${title}, sessions by ${unit}: ${bins
          .filter((bin) => bin.count > 0)
          .map((bin) => t`${bin.count} from ${label(bin)}`)
          .join(", ")}.`}
        unit={`sessions, by ${unit}`}
        legend={[]}
        labelEvery={bins.length > 8 ? 2 : 1}
        columns={bins.map((bin) => ({
          key: String(bin.from),
          label: label(bin),
          parts: [{ fill: "given", amount: bin.count }],
        }))}
      />
      <p className="note">{t`Of sessions whose dose is known. A column holds its lower bound and not its upper one.`}</p>
      <AsTable
        title={title}
        heads={[unit, t`Sessions`]}
        rows={bins.map((bin) => ({ key: String(bin.from), cells: [label(bin), bin.count] }))}
      />
    </section>
  );
}
