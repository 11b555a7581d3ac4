import { t } from "@lingui/core/macro";
import type { PatientRecord } from "./contract";
import { poundsOf } from "./weights";

const difference = (now: number, before: number): string => {
  const kilograms = Math.round((now - before) * 100) / 100;
  return kilograms === 0 ? t`no change` : `${kilograms > 0 ? "+" : "−"}${Math.abs(kilograms)} kg`;
};

/** What the patient weighed, newest first, each with what changed since the one before. */
export function WeightHistory({ weights }: { weights: PatientRecord["weights"] }) {
  if (weights.length === 0) return null;
  return (
    <table className="sheet" aria-label={t`Weights`}>
      <thead>
        <tr>
          <th scope="col">{t`Day`}</th>
          <th scope="col">{t`Weight`}</th>
          <th scope="col">{t`How`}</th>
          <th scope="col">{t`Since the one before`}</th>
        </tr>
      </thead>
      <tbody>
        {weights
          .map((weight, index) => ({ ...weight, before: weights[index - 1] }))
          .reverse()
          .map(({ kilograms, method, on, before }) => (
            <tr key={`${on} ${kilograms} ${method}`}>
              <td>{on}</td>
              <td>
                {kilograms} kg <small>{poundsOf(kilograms)} lb</small>
              </td>
              <td>{method}</td>
              <td>{before ? difference(kilograms, before.kilograms) : t`the first`}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
