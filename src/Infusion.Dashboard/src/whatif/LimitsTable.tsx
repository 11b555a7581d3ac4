import { t } from "@lingui/core/macro";
import { PriorityMark } from "../ui/Icon";
import { metricLabel, metricUnit } from "../ui/metrics";
import { priorityWords } from "../ui/words";
import type { ProtocolLimits, RuleChoice } from "./contract";
import { type Edits, keyOf, type LimitEdit, noEdit } from "./edits";
import { delayOf, sideWords } from "./words";

interface LimitsTableProps {
  protocol: ProtocolLimits;
  rules: RuleChoice[];
  edits: Edits;
  change: (edits: Edits) => void;
}

/** Every limit with what it is now, and a field for what to try. */
export function LimitsTable({ protocol, rules, edits, change }: LimitsTableProps) {
  const edit = (key: string, part: Partial<LimitEdit>) =>
    change({ ...edits, limits: { ...edits.limits, [key]: { ...noEdit, ...edits.limits[key], ...part } } });
  return (
    <>
      <table className="sheet limits">
        <caption className="vh">{t`Limits of ${protocol.name}`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Alarm when`}</th>
            <th scope="col">{t`Priority`}</th>
            <th scope="col">{t`Limit`}</th>
            <th scope="col">{t`Delay`}</th>
            <th scope="col">{t`On`}</th>
          </tr>
        </thead>
        <tbody>
          {protocol.limits.vitals.map((limit) => {
            const key = keyOf(limit);
            const typed = edits.limits[key] ?? noEdit;
            const name = `${metricLabel(limit.metric)} ${sideWords[limit.side]}, ${priorityWords[limit.priority].toLowerCase()}`;
            const isChanged = typed.off || typed.value !== "" || typed.delay !== "";
            return (
              <tr key={key} className={isChanged ? "is-changed" : undefined}>
                <th scope="row">
                  {metricLabel(limit.metric)} {sideWords[limit.side]}
                  {isChanged && <small>{t`changed`}</small>}
                </th>
                <td>
                  <span className="mark">
                    <PriorityMark priority={limit.priority} />
                    {priorityWords[limit.priority]}
                  </span>
                </td>
                <td>
                  <input
                    type="number"
                    step="any"
                    inputMode="decimal"
                    aria-label={t`Limit, ${name}, ${metricUnit(limit.metric)}`}
                    placeholder={limit.value === null ? "" : String(limit.value)}
                    value={typed.value}
                    disabled={typed.off}
                    onChange={(event) => edit(key, { value: event.target.value })}
                  />{" "}
                  <span className="note">
                    {metricUnit(limit.metric)}
                    {limit.baselineChange !== null &&
                      t`, or ${Math.round(limit.baselineChange * 100)} % off the baseline`}
                  </span>
                </td>
                <td>
                  <input
                    type="number"
                    step="any"
                    min="0"
                    max="3600"
                    inputMode="decimal"
                    aria-label={t`Delay, ${name}, s`}
                    placeholder={String(delayOf(limit))}
                    value={typed.delay}
                    disabled={typed.off}
                    onChange={(event) => edit(key, { delay: event.target.value })}
                  />{" "}
                  <span className="note">{limit.repeatAfter === null ? "s" : t`s to the second measurement`}</span>
                </td>
                <td>
                  <input
                    type="checkbox"
                    aria-label={t`On: ${name}`}
                    checked={!typed.off}
                    onChange={(event) => edit(key, { off: !event.target.checked })}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <details>
        <summary>{t`Rules on and off`}</summary>
        <ul className="rules">
          {rules.map(({ rule, id, mayBeOff }) => (
            <li key={rule}>
              <label>
                <input
                  type="checkbox"
                  disabled={!mayBeOff}
                  checked={!edits.rulesOff.includes(rule)}
                  onChange={(event) =>
                    change({
                      ...edits,
                      rulesOff: event.target.checked
                        ? edits.rulesOff.filter((off) => off !== rule)
                        : [...edits.rulesOff, rule],
                    })
                  }
                />
                {id} {rule}
                {!mayBeOff && <small> {t`may not be off`}</small>}
              </label>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
