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
        <caption className="vh">Limits of {protocol.name}</caption>
        <thead>
          <tr>
            <th scope="col">Alarm when</th>
            <th scope="col">Priority</th>
            <th scope="col">Limit</th>
            <th scope="col">Delay</th>
            <th scope="col">On</th>
          </tr>
        </thead>
        <tbody>
          {protocol.limits.vitals.map((limit) => {
            const key = keyOf(limit);
            const typed = edits.limits[key] ?? noEdit;
            const name = `${metricLabel(limit.metric)} ${sideWords[limit.side]}, ${limit.priority}`;
            const isChanged = typed.off || typed.value !== "" || typed.delay !== "";
            return (
              <tr key={key} className={isChanged ? "is-changed" : undefined}>
                <th scope="row">
                  {metricLabel(limit.metric)} {sideWords[limit.side]}
                  {isChanged && <small>changed</small>}
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
                    aria-label={`Limit, ${name}, ${metricUnit(limit.metric)}`}
                    placeholder={limit.value === null ? "" : String(limit.value)}
                    value={typed.value}
                    disabled={typed.off}
                    onChange={(event) => edit(key, { value: event.target.value })}
                  />{" "}
                  <span className="note">
                    {metricUnit(limit.metric)}
                    {limit.baselineChange !== null &&
                      `, or ${Math.round(limit.baselineChange * 100)} % off the baseline`}
                  </span>
                </td>
                <td>
                  <input
                    type="number"
                    step="any"
                    min="0"
                    max="3600"
                    inputMode="decimal"
                    aria-label={`Delay, ${name}, s`}
                    placeholder={String(delayOf(limit))}
                    value={typed.delay}
                    disabled={typed.off}
                    onChange={(event) => edit(key, { delay: event.target.value })}
                  />{" "}
                  <span className="note">{limit.repeatAfter === null ? "s" : "s to the second measurement"}</span>
                </td>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`On: ${name}`}
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
        <summary>Rules on and off</summary>
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
                {!mayBeOff && <small> may not be off</small>}
              </label>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
