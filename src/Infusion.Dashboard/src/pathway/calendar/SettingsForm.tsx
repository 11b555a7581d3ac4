import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import type { PathwaySettings, Weekday } from "../contract";
import { clock, dayWords } from "../days";
import { useSettings, useWriteSettings } from "../queries";
import { Refusal } from "../Refusal";
import { timeOf } from "../SlotFields";

const weekdays: [Weekday, string][] = [
  ["monday", t`Monday`],
  ["tuesday", t`Tuesday`],
  ["wednesday", t`Wednesday`],
  ["thursday", t`Thursday`],
  ["friday", t`Friday`],
  ["saturday", t`Saturday`],
  ["sunday", t`Sunday`],
];

/** The clinic's rules of appointments; a draft begins anew when what stands changes. */
export function SettingsForm() {
  const { data: settings, error } = useSettings();
  return (
    <section aria-labelledby="settings-title">
      <h2 id="settings-title">{t`Hours and rules`}</h2>
      {error && <p role="alert">{t`The rules could not be read: ${error.message}`}</p>}
      {settings && (
        <details className="pw-cancel">
          <summary className="btn">{t`Change`}</summary>
          <Fields key={JSON.stringify(settings)} settings={settings} />
        </details>
      )}
      {settings && <p className="note">{ruleWords(settings)}</p>}
    </section>
  );
}

const ruleWords = (settings: PathwaySettings): string =>
  settings.therapyHoursAfterEnd === null
    ? t`Talk therapy is never on the day of an infusion.`
    : t`Talk therapy is never on the day of an infusion, nor within ${settings.therapyHoursAfterEnd} h of its end.`;

function Fields({ settings }: { settings: PathwaySettings }) {
  const [draft, setDraft] = useState(settings);
  const [closed, setClosed] = useState("");
  const write = useWriteSettings();
  const change = (part: Partial<PathwaySettings>) => setDraft({ ...draft, ...part });
  const hoursOf = (day: Weekday) => draft.hours.find((each) => each.day === day);
  const setHours = (day: Weekday, hours: { from: string; to: string } | null) =>
    change({
      hours: weekdays.flatMap(([each]) => {
        const standing = each === day ? hours && { day, ...hours } : hoursOf(each);
        return standing ? [standing] : [];
      }),
    });
  const number = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write.mutate({ settings: draft });
  };
  return (
    <form className="pw-form" onSubmit={submit} aria-label={t`Hours and rules`}>
      <div className="pw-fields">
        <label>
          <span>
            <Trans>
              Talk therapy after an infusion's end, at least{" "}
              <small className="unit">h; empty: only on another day</small>
            </Trans>
          </span>
          <input
            inputMode="numeric"
            value={draft.therapyHoursAfterEnd ?? ""}
            onChange={(event) =>
              change({ therapyHoursAfterEnd: event.target.value === "" ? null : number(event.target.value) })
            }
          />
        </label>
        <label>
          <span>
            <Trans>
              An infusion takes the chair for <small className="unit">min</small>
            </Trans>
          </span>
          <input
            type="number"
            value={Number.isNaN(draft.infusionMinutes) ? "" : draft.infusionMinutes}
            onChange={(event) => change({ infusionMinutes: event.target.valueAsNumber })}
          />
        </label>
        <label>
          <span>
            <Trans>
              Talk therapy takes <small className="unit">min</small>
            </Trans>
          </span>
          <input
            type="number"
            value={Number.isNaN(draft.therapyMinutes) ? "" : draft.therapyMinutes}
            onChange={(event) => change({ therapyMinutes: event.target.valueAsNumber })}
          />
        </label>
      </div>
      <fieldset className="pw-hours">
        <legend>{t`Open`}</legend>
        {weekdays.map(([day, words]) => {
          const hours = hoursOf(day);
          return (
            <div key={day} className="pw-hour">
              <label className="choice">
                <input
                  type="checkbox"
                  checked={hours !== undefined}
                  onChange={(event) =>
                    setHours(day, event.target.checked ? { from: "08:00:00", to: "18:00:00" } : null)
                  }
                />
                <span>{words}</span>
              </label>
              {hours && (
                <>
                  <input
                    type="time"
                    aria-label={t`${words} from`}
                    value={clock(hours.from)}
                    onChange={(event) => setHours(day, { ...hours, from: timeOf(event.target.value) })}
                  />
                  <input
                    type="time"
                    aria-label={t`${words} to`}
                    value={clock(hours.to)}
                    onChange={(event) => setHours(day, { ...hours, to: timeOf(event.target.value) })}
                  />
                </>
              )}
            </div>
          );
        })}
      </fieldset>
      <fieldset className="pw-times">
        <legend>{t`Closed on`}</legend>
        {draft.closedOn.map((day) => (
          <button
            key={day}
            type="button"
            className="btn"
            onClick={() => change({ closedOn: draft.closedOn.filter((each) => each !== day) })}
          >
            {t`${dayWords(day)}, take off`}
          </button>
        ))}
        <input
          type="date"
          aria-label={t`Another closed day`}
          value={closed}
          onChange={(event) => setClosed(event.target.value)}
        />
        <button
          type="button"
          className="btn"
          disabled={closed === "" || draft.closedOn.includes(closed)}
          onClick={() => {
            change({ closedOn: [...draft.closedOn, closed].sort() });
            setClosed("");
          }}
        >
          {t`Close that day`}
        </button>
      </fieldset>
      <p role="status">{write.isSuccess ? t`Saved.` : ""}</p>
      <Refusal error={write.error} />
      <div className="actions">
        <button type="submit" className="btn btn--act" disabled={write.isPending}>
          {t`Save`}
        </button>
      </div>
    </form>
  );
}
