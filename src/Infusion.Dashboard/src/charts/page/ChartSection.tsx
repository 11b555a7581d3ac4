import { t } from "@lingui/core/macro";
import type { ChartTable, ChartSection as Section } from "./contract";

/** One part of the chart: what is known, tables, and what their signs mean. */
export function ChartSection({ section }: { section: Section }) {
  const title = `chart-${section.key}`;
  return (
    <section aria-labelledby={title} data-section={section.key}>
      <h3 id={title}>{section.title}</h3>
      {section.facts.length > 0 && (
        <dl className="chart-facts">
          {section.facts.map((fact) => (
            <div key={fact.key}>
              <dt>{fact.label}</dt>
              <dd className={fact.isKnown ? undefined : "is-unknown"}>{fact.text}</dd>
            </div>
          ))}
        </dl>
      )}
      {section.tables.map((table) => (
        <Table key={table.key} table={table} />
      ))}
      {section.notes.map((note) => (
        <p key={note} className="chart-note">
          {note}
        </p>
      ))}
    </section>
  );
}

function Table({ table }: { table: ChartTable }) {
  if (table.rows.length === 0) {
    return (
      <p className="chart-empty">
        {table.title}: {table.empty}
      </p>
    );
  }
  const shares = table.columns.reduce((sum, column) => sum + column.share, 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by keyboard
    <section className="chart-scroll" tabIndex={0} aria-label={table.title}>
      <table>
        <caption>{table.title}</caption>
        <colgroup>
          {table.columns.map((column) => (
            <col key={column.key} style={{ width: `${(100 * column.share) / shares}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.key} scope="col">
                {column.label || <span className="vh">{t`What`}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity; they are replaced as a whole
            <tr key={index}>
              {row.cells.map((cell, column) =>
                column === 0 ? (
                  <th key={table.columns[column]?.key} scope="row">
                    <CellText {...cell} />
                  </th>
                ) : (
                  <td key={table.columns[column]?.key} className={markClass(cell.mark)}>
                    <CellText {...cell} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const markClass = (mark: string | undefined): string | undefined =>
  mark
    ?.split(", ")
    .map((name) => `mark-${name}`)
    .join(" ");

/** What was entered in error is struck out; the words behind it say so too. */
const CellText = ({ text, struck = 0 }: { text: string; struck?: number }) =>
  struck === 0 ? (
    text
  ) : (
    <>
      <s>{text.slice(0, struck)}</s>
      {text.slice(struck)}
    </>
  );
