import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { newCommandId } from "../session/commandId";
import { CancelForm } from "./CancelForm";
import type { Plan, PlanTherapy } from "./contract";
import { Dialog } from "./Dialog";
import { clock, lengthMinutes, startWords, whenWords } from "./days";
import { usePlanCommand, useTherapists, useTherapyTimes } from "./queries";
import { pendingWords, Refusal } from "./Refusal";
import { minutesSaid, type Slot, SlotFields, timeOf } from "./SlotFields";

interface Props {
  plan: Plan;
  /** The one that is moved; null: a new one. */
  therapy: PlanTherapy | null;
  /** Of a new one: the infusion that it follows. */
  after: string | null;
  at?: Slot;
  close: () => void;
}

/** Plans talk therapy, or moves it. The times that work are asked of the clinic's calendar; any other may be tried. */
export function TherapyDialog({ plan, therapy, after, at, close }: Props) {
  const { data: therapists } = useTherapists();
  const [appointment] = useState(newCommandId);
  const [follows, setFollows] = useState(therapy?.after ?? after);
  const [chosen, setChosen] = useState(therapy?.therapist ?? "");
  const [slot, setSlot] = useState<Slot>(
    at ?? (therapy ? { day: therapy.when.day, time: clock(therapy.when.time) } : { day: "", time: "" }),
  );
  const [minutes, setMinutes] = useState(therapy ? String(lengthMinutes(therapy.when)) : "");
  const therapist = chosen || therapists?.[0]?.name || "";
  const { data: free, error } = useTherapyTimes(plan.id, follows, therapist, minutesSaid(minutes));
  const command = usePlanCommand(plan.id);
  const infusions = plan.infusions.filter((each) => each.standing !== "cancelled");
  const followed = infusions.find((each) => each.id === follows);

  const send = ({ day, time }: Slot) => {
    const said = { therapist, day, time: timeOf(time), minutes: minutesSaid(minutes) };
    command.mutate(
      therapy
        ? { type: "move_therapy", appointment: therapy.id, ...said }
        : { type: "plan_therapy", appointment, after: follows, ...said },
      { onSuccess: close },
    );
  };
  const take = (to: Slot) => {
    setSlot(to);
    send(to);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(slot);
  };

  return (
    <Dialog title={therapy ? t`Move talk therapy` : t`Plan talk therapy`} close={close}>
      <form className="pw-form" onSubmit={submit}>
        {therapy && (
          <p>{t`It is ${whenWords(therapy.when)} with ${therapy.therapistName}, and stays there until it is moved.`}</p>
        )}
        {therapy?.conflict && <p className="pw-conflict">{therapy.conflict}</p>}
        <div className="pw-fields">
          {!therapy && (
            <label>
              <span>{t`After`}</span>
              <select value={follows ?? ""} onChange={(event) => setFollows(event.target.value || null)}>
                <option value="">{t`no infusion in particular`}</option>
                {infusions.map((each) => (
                  <option key={each.id} value={each.id}>
                    {t`infusion ${each.number ?? ""} of ${startWords(each.when)}`}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label>
            <span>{t`Therapist`}</span>
            <select value={therapist} onChange={(event) => setChosen(event.target.value)}>
              {therapists?.length === 0 && <option value="">{t`nobody holds talk therapy here`}</option>}
              {therapists?.map((each) => (
                <option key={each.name} value={each.name}>
                  {each.displayName}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>
              <Trans>
                Length <small className="unit">min; empty: as the clinic has it</small>
              </Trans>
            </span>
            <input inputMode="numeric" value={minutes} onChange={(event) => setMinutes(event.target.value)} />
          </label>
        </div>
        {followed && (
          <fieldset className="pw-times">
            <legend>
              {t`Times that work, after the infusion ${followed.endedAt ? t`that ended` : t`planned`} ${startWords(followed.when)}`}
            </legend>
            {error && <p role="alert">{t`The times could not be read: ${error.message}`}</p>}
            {free?.times.length === 0 && <p>{t`No time within two weeks works with this therapist.`}</p>}
            {free?.times.map(({ when, isSuggested }) => (
              <button
                key={when.at}
                type="button"
                className="btn btn--tall"
                aria-pressed={slot.day === when.day && slot.time === clock(when.time)}
                onClick={() => setSlot({ day: when.day, time: clock(when.time) })}
              >
                {startWords(when)}
                <small>{isSuggested ? t`24 to 72 h after, suggested` : t`works`}</small>
              </button>
            ))}
          </fieldset>
        )}
        <SlotFields slot={slot} change={setSlot} />
        <p role="status">{pendingWords(command)}</p>
        <Refusal error={command.error} take={take} verb={therapy ? t`Move to` : t`Plan`} />
        <div className="actions">
          <button
            type="submit"
            className="btn btn--act"
            disabled={slot.day === "" || slot.time === "" || therapist === "" || command.isPending}
          >
            {therapy ? t`Move` : t`Plan`}
          </button>
          <button type="button" className="btn btn--tall" onClick={close}>
            {t`Change nothing`}
          </button>
        </div>
      </form>
      {therapy && (
        <CancelForm
          plan={plan.id}
          type="cancel_therapy"
          appointment={therapy.id}
          what={t`this talk therapy`}
          close={close}
        />
      )}
    </Dialog>
  );
}
