import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { newCommandId } from "../session/commandId";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { library } from "./api";
import { timeWords } from "./draft";

const writers = ["manager", "physician"];

/** The protocols that ship and that the clinic does not have, to be taken over. Nothing where it has them all. */
export function Samples() {
  const { me, clinic } = useSignedIn();
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ["protocols", clinic, "samples"],
    queryFn: ({ signal }) => library.samples(clinic, signal),
    retry: retryUnreachable,
  });
  const take = useMutation({
    // The same sample is the same command: a second press changes nothing.
    mutationFn: ({ id, commandId }: { id: string; commandId: string }) => library.takeSample(clinic, id, commandId),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["protocols", clinic] }),
        queries.invalidateQueries({ queryKey: ["setup", clinic] }),
      ]),
  });
  const left = data?.filter(({ isThere }) => !isThere) ?? [];
  if (error) return <p role="alert">{t`The samples could not be read: ${error.message}`}</p>;
  if (left.length === 0) return null;
  const mayWrite = me.roles.some((role) => writers.includes(role));
  return (
    <section className="lib-samples" aria-labelledby="samples-title">
      <h2 id="samples-title">{t`Samples to begin from`}</h2>
      {!mayWrite && <p>{t`A manager or a physician takes one over.`}</p>}
      <ul>
        {left.map((sample) => (
          <li key={sample.id}>
            <p>
              <Trans>
                <b>{sample.name}</b> {sample.indication}. {sample.drug}, {sample.usualDoseMgPerKg} mg/kg over{" "}
                {timeWords(sample.usualDuration)}. Not approved by anybody.
              </Trans>
            </p>
            {mayWrite && (
              <button
                type="button"
                className="btn"
                disabled={take.isPending}
                onClick={() => take.mutate({ id: sample.id, commandId: newCommandId() })}
              >
                {t`Take over ${sample.name}`}
              </button>
            )}
          </li>
        ))}
      </ul>
      {take.error && <p role="alert">{take.error.message}</p>}
    </section>
  );
}
