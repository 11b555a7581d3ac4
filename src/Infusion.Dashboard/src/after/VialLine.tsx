import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { numberOf, useDraft } from "../care/useDraft";
import type { SessionView } from "../live/contract";
import type { NewCommand } from "../session/outbox";
import { useSend, useSignedIn } from "../session/SessionContext";
import { useWhen, WhenField } from "../ui/When";
import type { VialView } from "./contract";
import { mg } from "./words";

type Way = "give" | "waste" | "return" | "overfill";

const wayWords: Record<Way, string> = { give: t`Given`, waste: t`Wasted`, return: t`Returned`, overfill: t`Overfill` };

export function VialLine({ session, vial }: { session: SessionView; vial: VialView }) {
  const [way, setWay] = useState<Way | null>(null);
  const { overfillUpToPercent } = session.after;
  const ways: Way[] = vial.leftMg > 0 ? ["give", "waste", "return"] : [];
  if (overfillUpToPercent !== null && overfillUpToPercent > 0) ways.push("overfill");
  return (
    <li>
      <p>
        <b>
          {vial.drug} {vial.strengthMgPerMl} mg/mL × {vial.volumeMl} mL
        </b>{" "}
        <span className="note">{t`lot ${vial.lot}, expires ${vial.expiry}`}</span>
      </p>
      <dl className="balance">
        <Part label={t`Label`} value={vial.labelledMg} />
        {vial.overfillMg > 0 && <Part label={t`Overfill`} value={vial.overfillMg} />}
        <Part label={t`Given`} value={vial.givenMg} />
        <Part label={t`Wasted`} value={vial.wastedMg} />
        <Part label={t`Returned`} value={vial.returnedMg} />
        <Part label={t`Left`} value={vial.leftMg} isBalance />
      </dl>
      <div className="actions">
        {ways.map((each) => (
          <button
            key={each}
            type="button"
            className="btn"
            aria-pressed={way === each}
            onClick={() => setWay(way === each ? null : each)}
          >
            {wayWords[each]}
          </button>
        ))}
      </div>
      {way && ways.includes(way) && (
        <Taken key={way} session={session} vial={vial} way={way} done={() => setWay(null)} />
      )}
    </li>
  );
}

const Part = ({ label, value, isBalance = false }: { label: string; value: number; isBalance?: boolean }) => (
  <div className={isBalance ? "is-balance" : ""}>
    <dt>{label}</dt>
    <dd className="fig">{mg(value)} mg</dd>
  </div>
);

interface TakenProps {
  session: SessionView;
  vial: VialView;
  way: Way;
  done: () => void;
}

function Taken({ session, vial, way, done }: TakenProps) {
  const send = useSend();
  const { me } = useSignedIn();
  const draft = useDraft(`vial:${vial.id}:${way}`);
  const when = useWhen(draft.of("when"));
  // Never kept beyond this form.
  const [password, setPassword] = useState("");
  const [refused, setRefused] = useState(false);
  const amount = numberOf(draft.of("mg"));
  const name = draft.of("witness").trim();
  const isWitnessed = way === "waste" || way === "overfill";
  const isSelf = name.toLowerCase() === me.name.toLowerCase();
  const complete =
    amount !== undefined &&
    amount > 0 &&
    !when.isWrong &&
    (!isWitnessed || (name !== "" && password !== "" && !isSelf));
  const charted = session.after.vials.reduce((sum, each) => sum + each.givenMg, 0);
  const byPump = session.givenMg === null ? 0 : Math.max(0, session.givenMg - charted);

  const chart = async (command: NewCommand) => {
    const isDone = await send(session.id, command);
    setPassword("");
    setRefused(!isDone);
    if (isDone) {
      draft.clear();
      done();
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!complete || amount === undefined) return;
    const of = { vial: vial.id, mg: amount, ...when.at };
    const witness = { name, password };
    if (way === "give") void chart({ type: "give_from_vial", ...of });
    else if (way === "return") void chart({ type: "return_from_vial", ...of });
    else void chart({ type: way === "waste" ? "waste_from_vial" : "chart_overfill", ...of, witness });
  };

  return (
    <form className="care-form" onSubmit={submit}>
      {way === "give" && byPump > 0 && (
        <button
          type="button"
          className="btn"
          onClick={() => void chart({ type: "give_from_vial", vial: vial.id, mg: null, ...when.at })}
        >
          {t`Chart what the pump gave, ${mg(byPump)} mg`}
        </button>
      )}
      <label>
        <span>
          {wayWords[way]} <small className="unit">mg</small>
        </span>
        <input
          inputMode="decimal"
          autoComplete="off"
          value={draft.of("mg")}
          onChange={(event) => draft.set("mg", event.currentTarget.value)}
        />
      </label>
      {way !== "overfill" && (
        <button type="button" className="btn" onClick={() => draft.set("mg", mg(vial.leftMg))}>
          {t`All that is left, ${mg(vial.leftMg)} mg`}
        </button>
      )}
      {isWitnessed && (
        <fieldset className="witness">
          <legend>{t`Witness: another nurse or physician, by their own password`}</legend>
          <label>
            <span>{t`Witness's name`}</span>
            <input
              autoComplete="off"
              value={draft.of("witness")}
              onChange={(event) => draft.set("witness", event.currentTarget.value)}
            />
          </label>
          <label>
            <span>{t`Witness's password`}</span>
            <input
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          </label>
          <p className="note" role="status">
            {isSelf ? t`Who charts it cannot be the witness: another person must have seen it.` : ""}
          </p>
        </fieldset>
      )}
      <WhenField when={when} change={(text) => draft.set("when", text)} />
      <button type="submit" className="btn btn--tall" disabled={!complete}>
        {t`Chart ${wayWords[way].toLowerCase()}${amount !== undefined && amount > 0 ? ` ${mg(amount)} mg` : ""}`}
      </button>
      <span className="note" role="status">
        {refused ? t`Not charted. What was typed is still here, without the password.` : ""}
      </span>
    </form>
  );
}
