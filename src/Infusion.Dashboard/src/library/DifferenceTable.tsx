import { t } from "@lingui/core/macro";
import type { Difference } from "./contract";
import { goTo } from "./Section";
import { Wide } from "./Wide";

const words = (value: unknown): string =>
  value === null || value === undefined ? t`not there` : typeof value === "string" ? value : JSON.stringify(value);

interface Props {
  differences: readonly Difference[];
  label: string;
  /** A press on a path goes to its field, where there is one; absent: they are only read. */
  fieldOf?: (path: string) => string;
}

/** Path by path what is different. */
export const DifferenceTable = ({ differences, label, fieldOf }: Props) => (
  <Wide label={label}>
    <table className="lib-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t`Where`}</th>
          <th scope="col">{t`Before`}</th>
          <th scope="col">{t`Now`}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row">
              {fieldOf ? (
                <button type="button" className="lib-link" onClick={() => goTo(fieldOf(path))}>
                  {path}
                </button>
              ) : (
                path
              )}
            </th>
            <td>{words(before)}</td>
            <td>{words(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Wide>
);
