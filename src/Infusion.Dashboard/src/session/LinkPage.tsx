import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { PasswordInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { BrandMark } from "../ui/Icon";
import { Waiting } from "../ui/Waiting";
import { postJson, Refused, Unreachable } from "./api";

interface LinkView {
  /** everything: another password, and second factor and passkeys are gone. */
  kind: "first_manager" | "invitation" | "new_password" | "everything";
  name: string | null;
  displayName: string | null;
  expiresAt: string;
  asksClinic: boolean;
}

/** What a one-time link opens. Its secret stands behind the #, which browsers send to nobody. */
export default function LinkPage() {
  const [secret] = useState(() => window.location.hash.slice(1));
  const { data, error } = useQuery({
    queryKey: ["link", secret],
    queryFn: async () => (await (await postJson("/api/links/read", { secret })).json()) as LinkView,
    staleTime: Number.POSITIVE_INFINITY,
    retry: (_count, problem) => problem instanceof Unreachable,
  });
  useEffect(() => {
    document.title = t`One-time link: Infusion`;
  }, []);
  if (error) return <Waiting>{error.message}</Waiting>;
  if (!data) return <Waiting>{t`Reading the link.`}</Waiting>;
  return <UseLink secret={secret} link={data} />;
}

const greeting: Record<LinkView["kind"], string> = {
  first_manager: t`You become the first manager`,
  invitation: t`You are invited`,
  new_password: t`Set another password`,
  everything: t`Set another password`,
};

function UseLink({ secret, link }: { secret: string; link: LinkView }) {
  const navigate = useNavigate();
  const isFirst = link.kind === "first_manager";
  const [name, setName] = useState(link.name ?? "");
  const [displayName, setDisplayName] = useState("");
  const [clinicName, setClinicName] = useState("");
  const [timeZone, setTimeZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const first = isFirst ? { name, displayName, clinicName, timeZone } : null;
      await postJson("/api/links/use", { secret, password, first });
      await navigate("/sign-in", { replace: true, state: { name: name.trim(), ...(isFirst && { from: "/setup" }) } });
    } catch (problem) {
      setError(
        problem instanceof Refused ? problem.message : t`The server cannot be reached. Nothing was set. Try again.`,
      );
      setBusy(false);
    }
  };
  const field = (label: string, value: string, set: (value: string) => void, complete: string) => (
    <TextInput
      label={label}
      autoComplete={complete}
      spellCheck={false}
      required
      withAsterisk={false}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="brand">
          <BrandMark />
          <h1>
            <b>{t`Infusion`}</b>
            <span>{greeting[link.kind]}</span>
          </h1>
        </div>
        {link.displayName && (
          <p>
            <Trans>
              {link.displayName}, you sign in as <b>{link.name}</b>.
            </Trans>
          </p>
        )}
        {link.kind === "everything" && <p>{t`Your second factor and your passkeys are removed with it.`}</p>}
        <form onSubmit={(event) => void submit(event)} aria-label={greeting[link.kind]}>
          {isFirst && field(t`Sign-in name`, name, setName, "username")}
          {isFirst && field(t`Your name as it stands in charts`, displayName, setDisplayName, "name")}
          {link.asksClinic && field(t`Name of the clinic`, clinicName, setClinicName, "organization")}
          {link.asksClinic && field(t`Time zone of the clinic`, timeZone, setTimeZone, "off")}
          {!isFirst && <input type="text" autoComplete="username" value={link.name ?? ""} readOnly hidden />}
          <PasswordInput
            label={t`New password`}
            description={t`12 characters or more; several words are fine. No name of yours or the clinic's, and none that many people had.`}
            autoComplete="new-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t`Show the password` }}
          />
          <p role="alert" className={error ? "refusal" : "vh"}>
            {error}
          </p>
          <button className="btn btn--act" type="submit" disabled={busy}>
            {t`Set the password`}
          </button>
        </form>
      </div>
    </main>
  );
}
