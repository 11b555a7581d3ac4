import { t } from "@lingui/core/macro";
import { Link } from "react-router";
import { isTherapist, isTherapistAlone, mayPlan } from "../../session/roles";
import { useSignedIn } from "../../session/SessionContext";
import type { CalendarEntry } from "../contract";
import { Dialog } from "../Dialog";
import { whenWords } from "../days";
import { InfusionDialog } from "../InfusionDialog";
import { usePlan } from "../queries";
import type { Slot } from "../SlotFields";
import { TherapyDialog } from "../TherapyDialog";
import { nameOf } from "../words";
import { entryStanding, entryWhat } from "./rows";

interface Props {
  entry: CalendarEntry;
  at?: Slot;
  chairs: readonly string[];
  today: string;
  close: () => void;
}

/** What an appointment is; where it may be moved, how. */
export function EntryDialog({ entry, at, chairs, today, close }: Props) {
  const { me } = useSignedIn();
  const { data: plan, error } = usePlan(entry.plan);
  const isMine = entry.kind === "therapy" && isTherapist(me.roles) && entry.therapist === me.name;
  const mayMove = entry.standing === "planned" && (mayPlan(me.roles) || isMine);
  const infusion = plan?.infusions.find((each) => each.id === entry.appointment) ?? null;
  const therapy = plan?.therapy.find((each) => each.id === entry.appointment) ?? null;
  if (mayMove && plan && infusion) {
    return <InfusionDialog plan={plan} infusion={infusion} chairs={chairs} today={today} at={at} close={close} />;
  }
  if (mayMove && plan && therapy) {
    return <TherapyDialog plan={plan} therapy={therapy} after={therapy.after} at={at} close={close} />;
  }
  return (
    <Dialog title={nameOf(entry.patient)} close={close}>
      <div className="pw-form">
        <p>
          {whenWords(entry.when)}: {entryWhat(entry)}
          {entry.chair && t`, chair ${entry.chair}`}. {entryStanding(entry)}.
        </p>
        {entry.conflict && <p className="pw-conflict">{entry.conflict}</p>}
        {mayMove && !error && <p role="status">{t`Reading the plan.`}</p>}
        {error && <p role="alert">{t`The plan could not be read: ${error.message}`}</p>}
        {!mayMove && entry.standing === "planned" && <p className="note">{t`Your role does not move it.`}</p>}
        <div className="actions">
          {!isTherapistAlone(me.roles) && (
            <Link className="btn btn--tall" to={`/patients/${entry.patient.id}/plan`}>
              {t`The plan`}
            </Link>
          )}
          <button type="button" className="btn btn--tall" onClick={close}>
            {t`Close`}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
