import { t } from "@lingui/core/macro";
import "./admission.css";
import { type FormEvent, useState } from "react";
import { Link, useParams } from "react-router";
import { numberOf, useDraft } from "../care/useDraft";
import { useNames, usePatient } from "../session/queries";
import { CommandNotes } from "../ui/CommandNotes";
import { birthDate } from "../ui/format";
import { Icon } from "../ui/Icon";
import { Page } from "../ui/Page";
import { weightBasisWords } from "../ui/words";
import type { Computed, OrderSheet } from "./contract";
import { useAdmissionSend, useOrderSheet } from "./queries";
import { Stand } from "./Stand";
import { plain } from "./words";

/** A second person computes the order. No number that they are to find is on this page until they have given theirs. */
export default function DoubleCheckPage() {
  const { session = "" } = useParams();
  const { data: sheet, error, dataUpdatedAt } = useOrderSheet(session);
  return (
    <Page title={sheet ? t`Double check, chair ${sheet.chair}` : t`Double check`} className="sheets">
      <Stand error={error} readAt={dataUpdatedAt} has={sheet !== undefined} />
      <CommandNotes session={session} />
      {sheet && <Sheet sheet={sheet} />}
    </Page>
  );
}

function Sheet({ sheet }: { sheet: OrderSheet }) {
  const nameOf = useNames();
  const { data: patient } = usePatient(sheet.patient);
  const facts: [string, string][] = [
    [
      t`Patient`,
      patient ? t`${patient.name}, born ${birthDate(patient.birthDate)}, MRN ${patient.mrn}` : t`not read yet`,
    ],
    [t`Drug`, sheet.drug],
    [
      t`Dose`,
      sheet.doseMgPerKg !== null
        ? `${plain(sheet.doseMgPerKg)} mg/kg`
        : t`${sheet.doseMg === null ? "–" : plain(sheet.doseMg)} mg, ordered in mg`,
    ],
    [
      t`Weight, ${weightBasisWords[sheet.weightBasis] ?? sheet.weightBasis}`,
      `${plain(sheet.weightKg)} kg${from(sheet)}`,
    ],
    [t`Concentration`, `${plain(sheet.concentrationMgPerMl)} mg/mL`],
    ...(sheet.isInfusion ? ([[t`Duration`, `${plain(sheet.durationMinutes)} min`]] as [string, string][]) : []),
    [t`Protocol`, sheet.protocol],
    [t`Ordered by`, sheet.orderedBy ? nameOf(sheet.orderedBy) : t`not kept`],
  ];
  return (
    <>
      <section aria-labelledby="dc-sheet">
        <h2 id="dc-sheet">{t`Order sheet`}</h2>
        <dl className="sheet-facts ci-facts">
          {facts.map(([term, fact]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
        </dl>
      </section>
      {sheet.compared ? (
        <Compared sheet={sheet} compared={sheet.compared} />
      ) : sheet.whyNot !== null ? (
        <section aria-label={t`Not by you`}>
          <p role="status">{sheet.whyNot}</p>
        </section>
      ) : (
        <Compute sheet={sheet} />
      )}
      <section aria-label={t`Back`}>
        <Link className="btn" to={`/sessions/${sheet.session}/check-in`}>
          <Icon name="back" />
          {t`Check-in`}
        </Link>
      </section>
    </>
  );
}

function from({ weightMethod, weighedOn, actualWeightKg, heightCm, sex }: OrderSheet): string {
  const parts = [
    actualWeightKg !== null ? t`actual ${plain(actualWeightKg)} kg` : null,
    heightCm !== null ? `${plain(heightCm)} cm` : null,
    sex !== "unknown" && heightCm !== null ? sex : null,
    weightMethod !== "unknown" ? `${weightMethod}${weighedOn ? ` ${weighedOn}` : ""}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`;
}

function Compute({ sheet }: { sheet: OrderSheet }) {
  const send = useAdmissionSend(sheet.session);
  // Another order is another sheet: what was computed from the one before does not stand under it.
  const draft = useDraft(`double-check:${sheet.session}:${sheet.orderedAt}`);
  const [refused, setRefused] = useState(false);
  const [doseMg, volumeMl, rate] = [
    numberOf(draft.of("dose")),
    numberOf(draft.of("volume")),
    numberOf(draft.of("rate")),
  ];
  const isWhole = doseMg !== undefined && volumeMl !== undefined && (!sheet.isInfusion || rate !== undefined);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (doseMg === undefined || volumeMl === undefined) return;
    const done = await send({
      type: "check_order",
      doseMg,
      volumeMl,
      rateMlPerHour: sheet.isInfusion ? (rate ?? null) : null,
      orderedAt: sheet.orderedAt,
    });
    if (done) draft.clear();
    setRefused(!done);
  };
  const field = (name: string, label: string, unit: string) => (
    <label>
      <span>
        {label} <small className="unit">{unit}</small>
      </span>
      <input
        inputMode="decimal"
        autoComplete="off"
        value={draft.of(name)}
        onChange={(event) => draft.set(name, event.currentTarget.value)}
      />
    </label>
  );
  return (
    <section aria-labelledby="dc-compute">
      <h2 id="dc-compute">{t`Your own numbers`}</h2>
      <p>
        {t`Compute each from the sheet, by yourself. They agree within ${plain(sheet.withinPercent)} %. The order's own numbers are shown when yours are given; a check that does not agree blocks the start and cannot be repeated by you.`}
      </p>
      <form className="ci-more" onSubmit={submit}>
        {field("dose", t`Dose`, "mg")}
        {field("volume", t`Volume that holds it`, "mL")}
        {sheet.isInfusion && field("rate", t`Rate`, "mL/h")}
        <button type="submit" className="btn btn--act" disabled={!isWhole}>
          {t`Give my numbers`}
        </button>
        <p className="note" role="status">
          {refused ? t`Not charted; the reason stands above. What was typed is still here.` : ""}
        </p>
      </form>
    </section>
  );
}

function Compared({ sheet, compared }: { sheet: OrderSheet; compared: NonNullable<OrderSheet["compared"]> }) {
  const rows: [string, string, (numbers: Computed) => number | null][] = [
    [t`Dose`, "mg", (numbers) => numbers.doseMg],
    [t`Volume`, "mL", (numbers) => numbers.volumeMl],
    [t`Rate`, "mL/h", (numbers) => numbers.rateMlPerHour],
  ];
  return (
    <section aria-labelledby="dc-compared">
      <h2 id="dc-compared">{compared.agrees ? t`They agree` : t`They do not agree`}</h2>
      <p role="status">
        {compared.agrees
          ? t`The order is checked.`
          : t`The start is blocked. Tell the prescriber: either the order is given anew, or somebody else computes it.`}
      </p>
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">{t`What`}</th>
            <th scope="col">{t`You`}</th>
            <th scope="col">{t`Ordered`}</th>
            <th scope="col">{t`Within ${plain(sheet.withinPercent)} %`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([what, unit, of]) => {
            const [mine, ordered] = [of(compared.mine), of(compared.ordered)];
            if (mine === null || ordered === null) return null;
            return (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>
                  {plain(mine)} {unit}
                </td>
                <td>
                  {plain(ordered)} {unit}
                </td>
                <td>{Math.abs(mine - ordered) <= (ordered * sheet.withinPercent) / 100 ? t`yes` : t`no`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
