import { t } from "@lingui/core/macro";
import { numberOf, useDraft } from "../care/useDraft";
import { useAdmissionSend } from "./queries";

/** Where no monitor measures, or another arm is meant. */
export function PressureForm({ session }: { session: string }) {
  const send = useAdmissionSend(session);
  const draft = useDraft(`check-in-pressure:${session}`);
  const [systolic, diastolic] = [numberOf(draft.of("systolic")), numberOf(draft.of("diastolic"))];
  const field = (name: string, label: string) => (
    <label>
      <span>
        {label} <small className="unit">mmHg</small>
      </span>
      <input
        inputMode="numeric"
        autoComplete="off"
        value={draft.of(name)}
        onChange={(event) => draft.set(name, event.currentTarget.value)}
      />
    </label>
  );
  return (
    <form
      className="ci-more"
      onSubmit={async (event) => {
        event.preventDefault();
        if (systolic === undefined || diastolic === undefined) return;
        if (await send({ type: "chart_vitals", systolicMmHg: systolic, diastolicMmHg: diastolic })) draft.clear();
      }}
    >
      {field("systolic", t`Systolic by hand`)}
      {field("diastolic", t`Diastolic by hand`)}
      <button type="submit" className="btn btn--tall" disabled={systolic === undefined || diastolic === undefined}>
        {t`Chart pressure`}
      </button>
    </form>
  );
}
