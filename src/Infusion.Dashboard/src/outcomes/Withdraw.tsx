import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useSignedIn } from "../session/SessionContext";
import { outcomes } from "./api";
import { TextCommand } from "./TextCommand";

interface Props {
  assessment: string;
  patient: string;
  close: () => void;
}

/** What was entered wrongly stays to be read, and counts no longer. */
export function Withdraw({ assessment, patient, close }: Props) {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  return (
    <TextCommand
      about={`withdraw:${assessment}`}
      label={t`Why it is withdrawn. A safety task that it opened stays until a physician answers it.`}
      button={t`Withdraw`}
      send={async (commandId, reason) => {
        await outcomes.withdraw(clinic, patient, assessment, commandId, reason);
        await queries.invalidateQueries({ queryKey: ["outcomes", clinic, patient] });
        close();
      }}
    />
  );
}
