import { t } from "@lingui/core/macro";
import "./duty.css";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLive } from "../live/LiveContext";
import { api } from "../session/api";
import { newCommandId } from "../session/commandId";
import type { Duty, DutyStep } from "../session/contract";
import { useDuty } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { chainOf, clinicScope, moved, whatIsWrong, without, withStep } from "./dutyDraft";
import { StepEditor } from "./StepEditor";

const editors = new Set(["manager", "charge_nurse"]);

/** Who is on duty, in the order in which they are called to an alarm that nobody acknowledges. */
export default function DutyPage() {
  const query = useDuty();
  const { data: duty } = query;
  const chairs = useLive((state) => state.chairOrder);
  const [scope, setScope] = useState(clinicScope);
  const [note, setNote] = useState<string | null>(null);

  return (
    <Page title={t`On duty`} className="duty">
      <p className="notice">
        {t`An alarm that nobody acknowledges calls the first step, and each next one when the one before refuses or does not answer in time. With nobody named, everybody sees it and nobody is called.`}
      </p>
      <label className="duty-scope">
        {t`For`}
        <select
          value={scope}
          onChange={(event) => {
            setScope(event.target.value);
            setNote(null);
          }}
        >
          <option value={clinicScope}>{t`the clinic`}</option>
          {chairs.map((chair) => (
            <option key={chair} value={chair}>
              {t`chair ${chair}${duty?.chairs[chair] ? t` (its own)` : ""}`}
            </option>
          ))}
        </select>
      </label>
      <Reading query={query} what={t`The duty list`} />
      {duty && (
        <Chain
          key={`${scope} ${JSON.stringify(chainOf(duty, scope))}`}
          duty={duty}
          scope={scope}
          note={note}
          say={setNote}
        />
      )}
    </Page>
  );
}

interface ChainProps {
  duty: Duty;
  scope: string;
  /** What became of the last saving. */
  note: string | null;
  say: (note: string) => void;
}

/** A draft; it begins anew when what is saved changes. */
function Chain({ duty, scope, note, say }: ChainProps) {
  const { me, clinic } = useSignedIn();
  const queries = useQueryClient();
  const [chain, setChain] = useState<DutyStep[]>(chainOf(duty, scope));
  const mayEdit = me.roles.some((role) => editors.has(role));
  const wrong = whatIsWrong(chain);

  const save = (next: DutyStep[]) => {
    say(t`Saving.`);
    api
      .setDuty(clinic, newCommandId(), scope === clinicScope ? null : scope, next)
      .then(() => queries.invalidateQueries({ queryKey: ["duty", clinic] }))
      .then(() => say(t`Saved.`))
      .catch((problem: Error) => say(t`Not saved: ${problem.message}`));
  };

  return (
    <section className="duty-chain" aria-label={t`Steps`}>
      {chain.length === 0 && <p className="notice">{t`Nobody on duty is named.`}</p>}
      <ol>
        {chain.map((step, place) => (
          <StepEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            key={place}
            step={step}
            place={place}
            isLast={place === chain.length - 1}
            mayEdit={mayEdit}
            change={(part) => setChain(chain.map((other, i) => (i === place ? { ...other, ...part } : other)))}
            move={(by) => setChain(moved(chain, place, by))}
            remove={() => setChain(without(chain, place))}
          />
        ))}
      </ol>
      {mayEdit ? (
        <div className="duty-acts">
          <button type="button" className="btn btn--tall" onClick={() => setChain(withStep(chain))}>
            {t`Add a step`}
          </button>
          <button
            type="button"
            className="btn btn--act"
            aria-disabled={wrong !== null}
            onClick={() => wrong === null && save(chain)}
          >
            {t`Save`}
          </button>
          {scope !== clinicScope && duty.chairs[scope] && (
            <button type="button" className="btn btn--tall" onClick={() => save([])}>
              {t`As the clinic`}
            </button>
          )}
          <p className="note" role="status">
            {wrong ?? note}
          </p>
        </div>
      ) : (
        <p className="note">{t`A manager or a charge nurse says who is on duty.`}</p>
      )}
    </section>
  );
}
