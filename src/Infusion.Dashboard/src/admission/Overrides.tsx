import { t } from "@lingui/core/macro";
import type { useDraft } from "../care/useDraft";
import type { OrderFinding } from "./contract";

interface Props {
  soft: OrderFinding[];
  draft: ReturnType<typeof useDraft>;
  password: string;
  setPassword: (password: string) => void;
}

/** A reason for each soft limit, and somebody else who stands for all of them. The password is kept nowhere. */
export function Overrides({ soft, draft, password, setPassword }: Props) {
  return (
    <div className="or-fields">
      {soft.map(({ path, sentence }) => (
        <label key={path}>
          <span>{t`Why: ${sentence}`}</span>
          <input
            autoComplete="off"
            value={draft.of(`reason:${path}`)}
            onChange={(event) => draft.set(`reason:${path}`, event.currentTarget.value)}
          />
        </label>
      ))}
      <label>
        <span>{t`Second person's user name`}</span>
        <input
          autoComplete="off"
          value={draft.of("second")}
          onChange={(event) => draft.set("second", event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{t`Second person's password`}</span>
        <input
          type="password"
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </label>
    </div>
  );
}
