import { t } from "@lingui/core/macro";
import { PasswordInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { newCommandId } from "../session/commandId";
import { useSignedIn } from "../session/SessionContext";
import { library } from "./api";
import type { ProtocolVersion } from "./contract";

/** For a physician who did not write it: the password once more, and the clinic runs by it. */
export function ApproveForm({ about }: { about: ProtocolVersion }) {
  const { me, clinic } = useSignedIn();
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const [command] = useState(newCommandId);
  const approve = useMutation({
    mutationFn: () => library.approve(clinic, about.id, about.version, command, password),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["protocols", clinic] }),
    onSettled: () => setPassword(""),
  });
  if (about.standing === "approved" || !me.roles.includes("physician")) return null;
  if (about.createdBy === me.name) {
    return <p className="notice">{t`You wrote this version: another physician approves it.`}</p>;
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    approve.mutate();
  };
  return (
    <form className="panel lib-approve" onSubmit={submit} aria-label={t`Approve`}>
      <p>
        {t`With your approval version ${about.version} is what a new session runs under where its order names no other. Open sessions keep theirs.`}
      </p>
      <PasswordInput
        label={t`Your password`}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <button type="submit" className="btn btn--act" disabled={password === "" || approve.isPending}>
        {t`Approve version ${about.version}`}
      </button>
      <p role="alert">{approve.error?.message}</p>
    </form>
  );
}
