import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { numberOf, useDraft } from "../care/useDraft";
import type { SessionView } from "../live/contract";
import { newCommandId } from "../session/commandId";
import { useSend } from "../session/SessionContext";
import { useWhen, WhenField } from "../ui/When";
import { VialLine } from "./VialLine";
import { mg, vialSizes } from "./words";

/** Every milligram of every opened vial: given, wasted before a witness, returned, and what is left. */
export function VialsPanel({ session }: { session: SessionView }) {
  const { after } = session;
  return (
    <section className="panel" aria-labelledby="vials-title">
      <h2 id="vials-title">{t`Vials`}</h2>
      <p className="note" role="status">
        {after.vials.length === 0
          ? after.vialsAsked
            ? t`No vial is charted. The session closes only with its vials.`
            : t`No vial is charted.`
          : after.leftMg === 0
            ? t`Every milligram is accounted for.`
            : t`${mg(after.leftMg)} mg are not accounted for. The session closes at 0 mg.`}
      </p>
      <PumpGave session={session} />
      <ul className="vials">
        {after.vials.map((vial) => (
          <VialLine key={vial.id} session={session} vial={vial} />
        ))}
      </ul>
      <OpenVial session={session} />
    </section>
  );
}

/** Two sources of one number: where they differ, somebody looks. */
function PumpGave({ session: { givenMg, after } }: { session: SessionView }) {
  const charted = after.vials.reduce((sum, vial) => sum + vial.givenMg, 0);
  if (givenMg === null || after.vials.length === 0 || Math.abs(givenMg - charted) < 0.05) return null;
  return <p className="note">{t`The pump gave ${mg(givenMg)} mg, ${mg(charted)} mg are charted as given.`}</p>;
}

export function OpenVial({ session }: { session: SessionView }) {
  const send = useSend();
  const draft = useDraft(`vial:${session.id}`);
  const when = useWhen(draft.of("when"));
  const [refused, setRefused] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const [strength, volume] = [numberOf(draft.of("strength")), numberOf(draft.of("volume"))];
  const [lot, expiry] = [draft.of("lot").trim(), draft.of("expiry")];
  const complete = strength !== undefined && volume !== undefined && lot !== "" && expiry !== "" && !when.isWrong;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!complete) return;
    const vial = newCommandId();
    const drug = session.order.drug;
    const done = await send(session.id, {
      type: "open_vial",
      vial,
      drug,
      strengthMgPerMl: strength,
      volumeMl: volume,
      lot,
      expiry,
      ...when.at,
    });
    if (done) {
      draft.clear();
      setIsOpen(false);
    }
    setRefused(!done);
  };

  const field = (label: string, key: string, unit: string, type = "text") => (
    <label>
      <span>
        {label} <small className="unit">{unit}</small>
      </span>
      <input
        type={type}
        inputMode={unit === "" ? "text" : "decimal"}
        autoComplete="off"
        value={draft.of(key)}
        onChange={(event) => draft.set(key, event.currentTarget.value)}
      />
    </label>
  );

  return (
    <details className="after-more" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="btn">{t`Open a vial of ${session.order.drug}`}</summary>
      <form className="care-form" onSubmit={submit}>
        <div className="actions">
          {vialSizes.map((size) => (
            <button
              key={size.strengthMgPerMl}
              type="button"
              className="btn"
              aria-pressed={strength === size.strengthMgPerMl && volume === size.volumeMl}
              onClick={() => {
                draft.set("strength", String(size.strengthMgPerMl));
                draft.set("volume", String(size.volumeMl));
              }}
            >
              {size.strengthMgPerMl} mg/mL × {size.volumeMl} mL
            </button>
          ))}
        </div>
        {field(t`Strength`, "strength", "mg/mL")}
        {field(t`Volume`, "volume", "mL")}
        {field(t`Lot`, "lot", "")}
        {field(t`Expires`, "expiry", "", "date")}
        <WhenField when={when} change={(text) => draft.set("when", text)} />
        <button type="submit" className="btn btn--tall" disabled={!complete}>
          {t`Chart vial as opened${strength && volume ? `, ${mg(strength * volume)} mg` : ""}`}
        </button>
        <span className="note" role="status">
          {refused ? t`Not charted. What was typed is still here.` : ""}
        </span>
      </form>
    </details>
  );
}
