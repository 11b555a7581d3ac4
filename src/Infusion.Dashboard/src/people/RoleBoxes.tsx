import { t } from "@lingui/core/macro";
import { roleWord } from "../session/roles";
import { roles } from "./api";

interface Props {
  given: readonly string[];
  change: (given: string[]) => void;
}

export const RoleBoxes = ({ given, change }: Props) => (
  <fieldset className="role-boxes">
    <legend>{t`Roles`}</legend>
    {roles.map((role) => (
      <label key={role}>
        <input
          type="checkbox"
          checked={given.includes(role)}
          onChange={(event) =>
            change(event.target.checked ? [...given, role] : given.filter((other) => other !== role))
          }
        />
        {roleWord(role)}
      </label>
    ))}
  </fieldset>
);
