import { t } from "@lingui/core/macro";
import { isOfTrail, narrowings, scopeOf, trail } from "./scopes";

/** What a client may read, by picking. Everything picked stands as a scope, one to one. */
export function ScopeFields({
  types,
  picked,
  set,
}: {
  types: string[];
  picked: string[];
  set: (scopes: string[]) => void;
}) {
  const everything = scopeOf("*");
  const offered = [
    { scope: everything, words: t`Everything of this clinic but who did what` },
    ...types.map((type) => ({ scope: scopeOf(type), words: type === trail ? t`${type}: who did what` : type })),
    ...narrowings
      .filter(({ type }) => types.includes(type))
      .map(({ type, query, words }) => ({ scope: scopeOf(type, query), words })),
  ];
  // What it has and nobody could pick here is kept until somebody takes it away.
  const other = picked.filter((scope) => offered.every((each) => each.scope !== scope));
  const toggle = (scope: string) =>
    set(picked.includes(scope) ? picked.filter((each) => each !== scope) : [...picked, scope]);
  return (
    <fieldset>
      <legend>{t`May read`}</legend>
      <div className="client-scopes">
        {[...offered, ...other.map((scope) => ({ scope, words: scope }))].map(({ scope, words }) => (
          <label key={scope} className="choice">
            <input
              type="checkbox"
              checked={picked.includes(scope)}
              disabled={scope !== everything && !isOfTrail(scope) && picked.includes(everything)}
              onChange={() => toggle(scope)}
            />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
