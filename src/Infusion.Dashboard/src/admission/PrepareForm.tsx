import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import type { VialView } from "../after/contract";
import { numberOf, useDraft } from "../care/useDraft";
import { useWhen, WhenField } from "../ui/When";
import type { CheckInView, Diluent } from "./contract";
import { useAdmissionSend } from "./queries";
import { diluentWords, plain } from "./words";

interface Props {
  view: CheckInView;
  vials: VialView[];
  isAgain: boolean;
}

/** From vials that are opened in this session: how much of each, with what, and how much it is in all. */
export function PrepareForm({ view, vials, isAgain }: Props) {
  const send = useAdmissionSend(view.session);
  const draft = useDraft(`prepare:${view.session}`);
  const when = useWhen(draft.of("when"));
  const [refused, setRefused] = useState(false);
  if (vials.length === 0) return <p className="note">{t`Open a vial first, with its lot and expiry.`}</p>;

  const drawn = vials.map((vial) => ({ vial, ml: numberOf(draft.of(vial.id)) ?? 0 })).filter(({ ml }) => ml > 0);
  const [total, diluent] = [numberOf(draft.of("total")), draft.of("diluent") as Diluent | ""];
  const mg = drawn.reduce((sum, { vial, ml }) => sum + vial.strengthMgPerMl * ml, 0);
  const isWhole = drawn.length > 0 && total !== undefined && total > 0 && diluent !== "" && !when.isWrong;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isWhole) return;
    const done = await send({
      type: "prepare_dose",
      vials: drawn.map(({ vial, ml }) => ({ vial: vial.id, drawnMl: ml })),
      diluent,
      totalMl: total,
      ...when.at,
    });
    if (done) draft.clear();
    setRefused(!done);
  };

  return (
    <form className="ci-more" onSubmit={submit} aria-label={t`Preparation`}>
      {vials.map((vial) => (
        <label key={vial.id}>
          <span>
            <Trans>
              Drawn of lot {vial.lot}{" "}
              <small className="unit">
                mL of {plain(vial.strengthMgPerMl)} mg/mL, expires {vial.expiry}
              </small>
            </Trans>
          </span>
          <input
            inputMode="decimal"
            autoComplete="off"
            value={draft.of(vial.id)}
            onChange={(event) => draft.set(vial.id, event.currentTarget.value)}
          />
        </label>
      ))}
      <label>
        <span>{t`Diluted with`}</span>
        <select value={diluent} onChange={(event) => draft.set("diluent", event.currentTarget.value)}>
          <option value="">{t`choose`}</option>
          {Object.entries(diluentWords).map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>
          <Trans>
            In syringe or bag, in all <small className="unit">mL</small>
          </Trans>
        </span>
        <input
          inputMode="decimal"
          autoComplete="off"
          value={draft.of("total")}
          onChange={(event) => draft.set("total", event.currentTarget.value)}
        />
      </label>
      <WhenField when={when} change={(text) => draft.set("when", text)} label={t`Time on the label`} />
      <p role="status">
        {total !== undefined && total > 0 && mg > 0
          ? t`${plain(mg)} mg of ${view.drug} in ${plain(total)} mL: ${plain(mg / total)} mg/mL, ordered ${plain(view.concentrationMgPerMl)} mg/mL.`
          : ""}
      </p>
      <button type="submit" className="btn btn--act" disabled={!isWhole}>
        {isAgain ? t`Chart a new preparation` : t`Chart as prepared by me`}
      </button>
      <p className="note" role="status">
        {refused ? t`Not charted; the reason stands above. What was typed is still here.` : ""}
      </p>
    </form>
  );
}
