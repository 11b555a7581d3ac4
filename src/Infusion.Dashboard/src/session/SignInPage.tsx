import { PasswordInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { BrandMark, Icon } from "../ui/Icon";
import { api, Refused } from "./api";

function reasonOf(error: unknown): string {
  if (error instanceof Refused && error.status === 401) return "Name or password is wrong. Nobody was signed in.";
  if (error instanceof Refused) return error.message;
  return "The server cannot be reached. Nobody was signed in. Try again.";
}

/** Where the person was headed. Only a path of this dashboard is followed. */
function destination(state: unknown): string {
  const from = (state as { from?: unknown } | null)?.from;
  return typeof from === "string" && from.startsWith("/") && !from.startsWith("//") ? from : "/";
}

export function SignInPage() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const navigate = useNavigate();
  const location = useLocation();
  const queries = useQueryClient();

  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await api.signIn(name, password);
      queries.clear();
      await navigate(destination(location.state), { replace: true });
    } catch (problem) {
      setError(reasonOf(problem));
      setPassword("");
      setBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <form onSubmit={signIn} aria-labelledby="sign-in-title">
        <div className="brand">
          <BrandMark />
          <h1 id="sign-in-title">
            <b>Infusion</b>
            <span>Sign in to the board</span>
          </h1>
        </div>
        <TextInput
          label="Name"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
        />
        <p role="alert" className={error ? "refusal" : "vh"}>
          {error}
        </p>
        <button className="btn btn--act" type="submit" disabled={busy}>
          {busy ? "Signing in" : "Sign in"}
        </button>
      </form>
      <p className="sign-in-note">
        <Icon name="monitor" />
        <span>
          <b>The bedside monitor is the alarm of record.</b> This board informs; it does not replace it.
        </span>
      </p>
    </main>
  );
}
