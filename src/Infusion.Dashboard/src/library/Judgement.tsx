import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Fault } from "./contract";
import { goTo } from "./Section";
import type { Checked } from "./useCheck";

interface Props {
  check: Checked;
  /** Why it was not saved; null: it was not tried, or something changed since. */
  refusal: Error | null;
  faults: readonly Fault[];
}

/** What the server says of the draft now. Every fault with its path; pressing one goes to its field. */
export function Judgement({ check, refusal, faults }: Props) {
  return (
    <div className="lib-judgement">
      <p role="status">
        {faults.length > 0
          ? plural(faults.length, { one: `${faults.length} fault.`, other: `${faults.length} faults.` })
          : check.state === "checked" && check.message === null && t`No fault.`}
      </p>
      {check.state === "checking" && (
        <p className="note" aria-hidden="true">
          {t`Checking.`}
        </p>
      )}
      {check.state === "unknown" && (
        <p role="alert">
          <Trans>Not checked: {check.message} It is asked again.</Trans>
        </p>
      )}
      {check.state === "checked" && check.message !== null && !refusal && <p role="alert">{check.message}</p>}
      {refusal && <p role="alert">{refusal.message}</p>}
      {faults.length > 0 && (
        <ul className="lib-faults" aria-label={t`Faults`}>
          {faults.map((fault) => (
            <li key={`${fault.path} ${fault.message}`}>
              <button type="button" className="lib-link" onClick={() => goTo(fault.path)}>
                {fault.path}
              </button>{" "}
              {fault.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
