import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { PriorityMark } from "../ui/Icon";
import { priorityWords, sideWords } from "../ui/words";
import type { Setting, VitalLimit, Vocabulary } from "./contract";
import { secondsOf } from "./draft";
import { Section } from "./Section";
import { ChoiceField, NumberField, TextField, TimeField, useSheet } from "./Sheet";
import { Wide } from "./Wide";
import { spaced, windows } from "./words";

const priorities = [
  { value: "low", word: t`low` },
  { value: "medium", word: t`medium` },
  { value: "high", word: t`high` },
];

const graver = { high: 3, medium: 2, low: 1 };

/** As a person reads them: by vital, the low side first, the gravest first. The number is the place in the protocol. */
function inOrder(limits: VitalLimit[], vocabulary: Vocabulary): [VitalLimit, number][] {
  const place = new Map(vocabulary.vitals.map((vital, index) => [vital.metric, index]));
  return limits
    .map((limit, index): [VitalLimit, number] => [limit, index])
    .sort(
      ([a], [b]) =>
        (place.get(a.metric) ?? 99) - (place.get(b.metric) ?? 99) ||
        Number(a.side === "high") - Number(b.side === "high") ||
        (graver[b.priority] ?? 0) - (graver[a.priority] ?? 0),
    );
}

export function LimitTable({ remove }: { remove: (list: "safety.vitals" | "schedule", index: number) => void }) {
  const { protocol, vocabulary, change, faults } = useSheet();
  const limits = protocol.safety?.vitals ?? [];
  const isWatched = (limit: VitalLimit) =>
    vocabulary.rules.some(
      (rule) =>
        rule.side === limit.side &&
        rule.metrics.includes(limit.metric) &&
        protocol.safety.rules?.[rule.code]?.isOn !== false,
    );
  return (
    <Section id="limits" title={t`Limits of vital signs`} about={["safety.vitals"]}>
      {faults
        .filter((fault) => fault.path === "safety.vitals")
        .map((fault) => (
          <p className="fault" key={fault.message}>
            {fault.message}
          </p>
        ))}
      <Wide label={t`Limits of vital signs, as a table`}>
        <table className="lib-table">
          <thead>
            <tr>
              <th scope="col">{t`Vital sign`}</th>
              <th scope="col">{t`Priority`}</th>
              <th scope="col">{t`Limit`}</th>
              <th scope="col">{t`From baseline`}</th>
              <th scope="col">{t`Sounds after`}</th>
              <th scope="col">{t`Clears inside by`}</th>
              <th scope="col">{t`For one session`}</th>
              {change && (
                <th scope="col">
                  <span className="vh">{t`Remove`}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {inOrder(limits, vocabulary).map(([limit, index]) => {
              const path = `safety.vitals[${index}]`;
              const vital = vocabulary.vitals.find(({ metric }) => metric === limit.metric);
              const name = `${vital?.label ?? limit.metric} ${sideWords[limit.side]}, ${priorityWords[limit.priority].toLowerCase()}`;
              const unit = vital?.unit ?? "";
              const about = faults.filter((fault) => [path, `${path}.metric`, `${path}.side`].includes(fault.path));
              return (
                <tr key={path}>
                  <th scope="row">
                    {vital?.label ?? limit.metric} {sideWords[limit.side]}
                    {!isWatched(limit) && <span className="tag">{t`no rule is on for it`}</span>}
                    {about.map((fault) => (
                      <span className="fault" key={fault.message}>
                        {fault.message}
                      </span>
                    ))}
                  </th>
                  <td>
                    <span className="lib-priority">
                      {limit.priority in graver && <PriorityMark priority={limit.priority} />}
                      <ChoiceField path={`${path}.priority`} label={t`${name}, priority`} options={priorities} />
                    </span>
                  </td>
                  <td>
                    <span className="lib-pair">
                      {limit.side === "low" ? (limit.isInclusive ? "≤" : "<") : limit.isInclusive ? "≥" : ">"}
                      <NumberField path={`${path}.value`} label={t`${name}, limit`} unit={unit} />
                    </span>
                  </td>
                  <td>
                    <NumberField path={`${path}.baselineChange`} label={t`${name}, fraction of the baseline`} />
                  </td>
                  <td>
                    {limit.repeatAfter ? (
                      <Trans>
                        a second cuff, at least{" "}
                        <TimeField path={`${path}.repeatAfter`} label={t`${name}, second cuff after`} unit="s" /> later
                      </Trans>
                    ) : (
                      <TimeField path={`${path}.delay`} label={t`${name}, sounds after`} unit="s" />
                    )}
                    {limit.depthSeconds != null && (
                      <small>
                        <Trans>
                          sooner the deeper: at{" "}
                          <NumberField
                            path={`${path}.depthSeconds`}
                            label={t`${name}, depth times time`}
                            unit={`${unit} × s`}
                          />
                        </Trans>
                      </small>
                    )}
                  </td>
                  <td>
                    <NumberField path={`${path}.hysteresis`} label={t`${name}, clears inside by`} unit={unit} />
                  </td>
                  <td>
                    {limit.adjustableFrom === null && limit.adjustableTo === null ? (
                      t`as it is`
                    ) : (
                      <span className="lib-pair">
                        <Trans>
                          <NumberField
                            path={`${path}.adjustableFrom`}
                            label={t`${name}, adjustable from`}
                            unit={unit}
                          />
                          to
                          <NumberField path={`${path}.adjustableTo`} label={t`${name}, adjustable to`} unit={unit} />
                        </Trans>
                      </span>
                    )}
                  </td>
                  {change && (
                    <td>
                      <button type="button" className="btn" onClick={() => remove("safety.vitals", index)}>
                        <Trans>
                          Remove <span className="vh">{name}</span>
                        </Trans>
                      </button>
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}

export function ScheduleTable({ remove }: { remove: (list: "safety.vitals" | "schedule", index: number) => void }) {
  const { protocol, change, faults } = useSheet();
  return (
    <Section id="schedule" title={t`Observations due`} about={["schedule"]}>
      <Wide label={t`Observations due, as a table`}>
        <table className="lib-table">
          <thead>
            <tr>
              <th scope="col">{t`What`}</th>
              <th scope="col">{t`When`}</th>
              <th scope="col">{t`Every`}</th>
              <th scope="col">{t`Grace`}</th>
              <th scope="col">{t`From`}</th>
              <th scope="col">{t`Until`}</th>
              {change && (
                <th scope="col">
                  <span className="vh">{t`Remove`}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {(protocol.schedule ?? []).map((due, index) => {
              const path = `schedule[${index}]`;
              const name = `${spaced(due.what)}, ${(windows[due.window] ?? due.window).toLowerCase()}`;
              return (
                <tr key={path}>
                  <th scope="row">
                    {spaced(due.what)}
                    {faults
                      .filter((fault) => [path, `${path}.what`, `${path}.window`].includes(fault.path))
                      .map((fault) => (
                        <span className="fault" key={fault.message}>
                          {fault.message}
                        </span>
                      ))}
                  </th>
                  <td>{windows[due.window] ?? due.window}</td>
                  <td>
                    <TimeField path={`${path}.every`} label={t`${name}, every`} unit="min" />
                  </td>
                  <td>
                    <TimeField path={`${path}.grace`} label={t`${name}, grace`} unit="min" />
                  </td>
                  <td>
                    <TimeField path={`${path}.from`} label={t`${name}, from`} unit="min" />
                  </td>
                  <td>
                    <TimeField path={`${path}.until`} label={t`${name}, until`} unit="min" none={t`its end`} />
                  </td>
                  {change && (
                    <td>
                      <button type="button" className="btn" onClick={() => remove("schedule", index)}>
                        <Trans>
                          Remove <span className="vh">{name}</span>
                        </Trans>
                      </button>
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}

export function RuleTable() {
  const { protocol, vocabulary, change, faults } = useSheet();
  const tunings = protocol.safety?.rules ?? {};
  const unknown = Object.keys(tunings).filter((code) => !vocabulary.rules.some((rule) => rule.code === code));
  return (
    <Section id="rules" title={t`Rules`} about={["safety.rules"]}>
      {faults
        .filter(({ path }) => unknown.some((code) => path.startsWith(`safety.rules.${code}`)))
        .map(({ path, message }) => (
          <p className="fault" key={path}>
            {path} {message}
          </p>
        ))}
      <Wide label={t`Rules, as a table`}>
        <table className="lib-table">
          <thead>
            <tr>
              <th scope="col">{t`Rule`}</th>
              <th scope="col">{t`On`}</th>
              <th scope="col">{t`Priority`}</th>
              <th scope="col">{t`Sounds after`}</th>
              <th scope="col" className="wide">
                {t`What to do`}
              </th>
            </tr>
          </thead>
          <tbody>
            {vocabulary.rules.map((rule) => {
              const path = `safety.rules.${rule.code}`;
              const isOn = tunings[rule.code]?.isOn !== false;
              return (
                <tr key={rule.code}>
                  <th scope="row">
                    <span className="fig">{rule.id}</span> {spaced(rule.code.replaceAll("-", " "))}
                    {faults
                      .filter((fault) => fault.path === path || fault.path === `${path}.isOn`)
                      .map((fault) => (
                        <span className="fault" key={fault.message}>
                          {fault.message}
                        </span>
                      ))}
                  </th>
                  <td>
                    {change ? (
                      <label className="lib-check">
                        <input
                          type="checkbox"
                          checked={isOn}
                          disabled={!rule.mayBeOff && isOn}
                          data-path={`${path}.isOn`}
                          onChange={(event) => change(`${path}.isOn`, event.currentTarget.checked)}
                        />
                        <span className="vh">{t`${spaced(rule.code.replaceAll("-", " "))} is`}</span>{" "}
                        {isOn ? t`on` : t`off`}
                      </label>
                    ) : isOn ? (
                      t`on`
                    ) : (
                      <b>{t`off by protocol`}</b>
                    )}
                    {!rule.mayBeOff && <small> {t`always`}</small>}
                  </td>
                  {rule.side === null ? (
                    <>
                      <td>
                        <ChoiceField
                          path={`${path}.priority`}
                          label={t`${rule.code}, priority`}
                          options={priorities}
                          none={t`${rule.priority}, as it ships`}
                        />
                      </td>
                      <td>
                        <TimeField
                          path={`${path}.delay`}
                          label={t`${rule.code}, sounds after`}
                          unit="s"
                          none={t`${rule.delaySeconds ?? "–"} s, as it ships`}
                        />
                      </td>
                    </>
                  ) : (
                    <td colSpan={2}>{t`by the limits`}</td>
                  )}
                  <td className="wide">{rule.action}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}

/** Every setting beside limits and rules, settings within settings too, by its path. */
function settingsOf(value: unknown, path: string): [string, Setting][] {
  if (typeof value !== "object" || value === null) return [[path, value as Setting]];
  return Array.isArray(value)
    ? value.flatMap((item, index) => settingsOf(item, `${path}[${index}]`))
    : Object.entries(value).flatMap(([name, item]) => settingsOf(item, path === "" ? name : `${path}.${name}`));
}

const notHere = /^(vitals|rules)\b/;

function SettingField({ path, value }: { path: string; value: Setting }) {
  const label = spaced(path.replaceAll(".", ", "));
  if (secondsOf(value) !== null) return <TimeField path={`safety.${path}`} label={label} unit="s" />;
  if (typeof value === "string") return <TextField path={`safety.${path}`} label={label} />;
  if (typeof value === "boolean") return value ? t`yes` : t`no`;
  return value === null ? t`not judged` : <NumberField path={`safety.${path}`} label={label} />;
}

/** Tolerances and times, whatever there is. */
export function SettingList() {
  const { protocol, faults } = useSheet();
  const settings = settingsOf(protocol.safety ?? {}, "").filter(([path]) => !notHere.test(path));
  const elsewhere = faults.filter(
    ({ path }) =>
      path.startsWith("safety.") &&
      !notHere.test(path.slice(7)) &&
      !settings.some(([setting, value]) => value !== null && `safety.${setting}` === path),
  );
  return (
    <Section
      id="settings"
      title={t`Tolerances and times`}
      about={["safety"]}
      besides={["safety.vitals", "safety.rules"]}
    >
      {elsewhere.map(({ path, message }) => (
        <p className="fault" key={path}>
          {path} {message}
        </p>
      ))}
      <dl className="lib-facts">
        {settings.map(([path, value]) => (
          <div key={path}>
            <dt>{spaced(path.replaceAll(".", ", "))}</dt>
            <dd>
              <SettingField path={path} value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
