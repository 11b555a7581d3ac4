import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

interface Props {
  title: string;
  heads: string[];
  rows: { key: string; cells: ReactNode[] }[];
}

/** The numbers of a picture, for whoever does not see it, and for everybody who wants them exactly. */
export const AsTable = ({ title, heads, rows }: Props) => (
  <details className="plot-table">
    <summary className="btn">{t`${title}, as a table`}</summary>
    <div className="sheet-scroll">
      <table className="sheet">
        <caption className="vh">{title}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...others] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {others.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                <td key={index} className="fig">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);
