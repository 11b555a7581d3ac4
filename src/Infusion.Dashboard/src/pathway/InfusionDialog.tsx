import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { newCommandId } from "../session/commandId";
import { CancelForm } from "./CancelForm";
import type { InfusionKind, Plan, PlanInfusion } from "./contract";
import { Dialog } from "./Dialog";
import { addDays, clock, dayWords, lengthMinutes, whenWords } from "./days";
import { usePlanCommand } from "./queries";
import { codeOf, pendingWords, Refusal } from "./Refusal";
import { minutesSaid, type Slot, SlotFields, timeOf } from "./SlotFields";
import { kindWords } from "./words";

interface Props {
  plan: Plan;
  /** The one that is moved; null: a new one. */
  infusion: PlanInfusion | null;
  chairs: readonly string[];
  /** The clinic's. */
  today: string;
  /** Where it would go; absent: where it is, or what comes next by the plan. */
  at?: Slot;
  close: () => void;
}

/** Plans an infusion, or moves one. What stood there stays until the server has taken the new time. */
export function InfusionDialog({ plan, infusion, chairs, today, at, close }: Props) {
  const last = lastOf(plan);
  const [appointment, setAppointment] = useState(newCommandId);
  const [kind, setKind] = useState<InfusionKind>(seriesIsFull(plan) ? "booster" : "series");
  const [slot, setSlot] = useState<Slot>(
    at ?? (infusion ? { day: infusion.when.day, time: clock(infusion.when.time) } : nextOf(plan, today)),
  );
  const [chair, setChair] = useState(infusion?.chair ?? last?.chair ?? chairs[0] ?? "");
  const [minutes, setMinutes] = useState(infusion ? String(lengthMinutes(infusion.when)) : "");
  const [done, setDone] = useState("");
  const command = usePlanCommand(plan.id);
  const code = codeOf(command.error);

  const send = (to: Slot, leavesConflicts = false, andGoOn = false) => {
    setDone("");
    const { day, time } = to;
    const said = { day, time: timeOf(time), chair, minutes: minutesSaid(minutes) };
    command.mutate(
      infusion
        ? { type: "move_infusion", appointment: infusion.id, ...said, leavesConflicts }
        : { type: "plan_infusion", appointment, kind, ...said },
      {
        onSuccess: () => {
          if (!andGoOn) return close();
          setDone(t`Planned: ${dayWords(to.day)} ${to.time}.`);
          setAppointment(newCommandId());
          setSlot({ day: addDays(day, plan.terms.minDaysBetween), time });
        },
      },
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
  const isReady = slot.day !== "" && slot.time !== "" && chair !== "" && !command.isPending;

  return (
    <Dialog
      title={
        infusion
          ? t`Move ${kindWords[infusion.kind].toLowerCase()} ${infusion.number ?? ""}`.trim()
          : t`Plan an infusion`
      }
      close={close}
    >
      <form className="pw-form" onSubmit={submit}>
        {infusion && (
          <p>{t`It is ${whenWords(infusion.when)}, chair ${infusion.chair}, and stays there until it is moved.`}</p>
        )}
        {!infusion && plan.terms.boosters > 0 && (
          <label>
            <span>{t`It is`}</span>
            <select value={kind} onChange={(event) => setKind(event.target.value as InfusionKind)}>
              <option value="series">{t`one of the series`}</option>
              <option value="booster">{t`a booster`}</option>
            </select>
          </label>
        )}
        <SlotFields slot={slot} change={setSlot} />
        <div className="pw-fields">
          <label>
            <span>{t`Chair`}</span>
            <select value={chair} onChange={(event) => setChair(event.target.value)}>
              {!chairs.includes(chair) && <option value={chair}>{chair === "" ? t`choose` : t`${chair}, gone`}</option>}
              {chairs.map((each) => (
                <option key={each}>{each}</option>
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
        <p role="status">{pendingWords(command) || done}</p>
        <Refusal error={command.error} take={take} verb={infusion ? t`Move to` : t`Plan`} />
        {infusion && (code === "therapy-too-near" || code === "therapy-before") && (
          <button type="button" className="btn btn--tall pw-wrap" onClick={() => send(slot, true)}>
            {t`Move it all the same. The talk therapy is in conflict until somebody moves it.`}
          </button>
        )}
        <div className="actions">
          <button type="submit" className="btn btn--act" disabled={!isReady}>
            {infusion ? t`Move` : t`Plan`}
          </button>
          {!infusion && (
            <button type="button" className="btn btn--tall" disabled={!isReady} onClick={() => send(slot, false, true)}>
              {t`Plan, and go on with the next`}
            </button>
          )}
          <button type="button" className="btn btn--tall" onClick={close}>
            {done === "" ? t`Change nothing` : t`Done`}
          </button>
        </div>
      </form>
      {infusion && (
        <CancelForm
          plan={plan.id}
          type="cancel_infusion"
          appointment={infusion.id}
          what={t`this infusion`}
          close={close}
        />
      )}
    </Dialog>
  );
}

const lastOf = (plan: Plan): PlanInfusion | undefined =>
  plan.infusions.filter((each) => each.standing !== "cancelled").at(-1);

const seriesIsFull = (plan: Plan): boolean =>
  plan.infusions.filter((each) => each.kind === "series" && each.standing !== "cancelled").length >=
  plan.terms.infusions;

/** The first day that the plan's spacing leaves, at the time of the last one. */
function nextOf(plan: Plan, today: string): Slot {
  const last = lastOf(plan);
  const earliest = last ? addDays(last.when.day, plan.terms.minDaysBetween) : today;
  return { day: earliest > today ? earliest : today, time: last ? clock(last.when.time) : "09:00" };
}
