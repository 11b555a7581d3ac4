import { t } from "@lingui/core/macro";
import "./care.css";
import { type FormEvent, useState } from "react";
import type { SessionView } from "../live/contract";
import type { HandVitals } from "../session/contract";
import { useSend } from "../session/SessionContext";
import { useWhen, WhenField } from "../ui/When";
import { numberOf, useDraft } from "./useDraft";

const fields: { name: Exclude<keyof HandVitals, "at">; label: string; unit: string }[] = [
  { name: "systolicMmHg", label: t`Systolic`, unit: "mmHg" },
  { name: "diastolicMmHg", label: t`Diastolic`, unit: "mmHg" },
  { name: "meanMmHg", label: t`Mean`, unit: "mmHg" },
  { name: "heartRatePerMinute", label: t`Heart rate`, unit: "/min" },
  { name: "spo2Percent", label: "SpO2", unit: "%" },
  { name: "respiratoryRatePerMinute", label: t`Respiratory rate`, unit: "/min" },
  { name: "temperatureCelsius", label: t`Temperature`, unit: "°C" },
  { name: "etco2MmHg", label: "EtCO2", unit: "mmHg" },
];

const watched = ["checked_in", "ready", "infusing", "paused", "recovery"];

/** What a person measured. It is judged as a monitor's, and never passes for one. */
export function HandVitalsForm({ session }: { session: SessionView }) {
  const send = useSend();
  const draft = useDraft(`vitals:${session.id}`);
  const when = useWhen(draft.of("when"));
  const [outcome, setOutcome] = useState<"sending" | "refused" | null>(null);
  if (!watched.includes(session.phase)) return null;

  const wrong = fields.find(({ name }) => draft.of(name).trim() !== "" && numberOf(draft.of(name)) === undefined);
  const filled = fields.some(({ name }) => draft.of(name).trim() !== "");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!filled || wrong || when.isWrong || outcome === "sending") return;
    const vitals: HandVitals = { ...when.at };
    for (const { name } of fields) {
      const value = numberOf(draft.of(name));
      if (value !== undefined) vitals[name] = value;
    }
    setOutcome("sending");
    const done = await send(session.id, { type: "chart_vitals", ...vitals });
    if (done) draft.clear();
    setOutcome(done ? null : "refused");
  };

  const { vitalsByHand } = session.care;
  return (
    <section className="panel" aria-labelledby="hand-title">
      <h2 id="hand-title">{t`Vitals by hand`}</h2>
      <button
        type="button"
        className="btn"
        aria-pressed={vitalsByHand}
        onClick={() => void send(session.id, { type: "set_vitals_by_hand", isOn: !vitalsByHand })}
      >
        {vitalsByHand ? t`Measured by hand, no monitor needed` : t`Measure by hand, without a monitor`}
      </button>
      <form className="care-form" onSubmit={submit}>
        <div className="hand-fields">
          {fields.map(({ name, label, unit }) => (
            <label key={name}>
              <span>
                {label} <small className="unit">{unit}</small>
              </span>
              <input
                inputMode="decimal"
                autoComplete="off"
                value={draft.of(name)}
                readOnly={outcome === "sending"}
                onChange={(event) => draft.set(name, event.currentTarget.value)}
              />
            </label>
          ))}
        </div>
        <WhenField
          when={when}
          label={t`Measured at`}
          change={(text) => draft.set("when", text)}
          readOnly={outcome === "sending"}
        />
        <div className="actions">
          <button
            type="submit"
            className="btn btn--tall"
            disabled={!filled || wrong !== undefined || when.isWrong || outcome === "sending"}
          >
            {outcome === "sending" ? t`Sending, values kept` : t`Chart vitals`}
          </button>
          <span className="note" role="status">
            {wrong
              ? t`${wrong.label} is not a number.`
              : outcome === "refused"
                ? t`Not charted. The values are still here.`
                : ""}
          </span>
        </div>
      </form>
    </section>
  );
}
