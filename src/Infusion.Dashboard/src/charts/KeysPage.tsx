import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./charts.css";
import { PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useDraft } from "../care/useDraft";
import { useTimeZone } from "../live/LiveContext";
import { clinicPath } from "../session/api";
import { useSignedIn } from "../session/SessionContext";
import { DayTime } from "../ui/ClockTime";
import { instantIn } from "../ui/format";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import type { ChartKey } from "./contract";
import { useChartKeys, useKeyCommand } from "./queries";
import { dayTime } from "./words";

/** By which keys the clinic's charts are sealed: a new one is made, a lost one is revoked. */
export default function KeysPage() {
  const { me, clinic } = useSignedIn();
  const query = useChartKeys();
  const { data: keys } = query;
  const isManager = me.roles.includes("manager");
  return (
    <Page title={t`Keys of the charts`} tab={t`Keys`} className="sheets">
      <section className="sign-panel" aria-labelledby="keys-title">
        <h2 id="keys-title">{t`Keys`}</h2>
        <p>
          {t`Each sealed chart is signed by the clinic's key. Whoever verifies one needs the file of trusted keys; keep a copy of it away from this server.`}
        </p>
        <a className="btn" href={`${clinicPath(clinic)}/chart-keys/trust`} download>
          {t`Download the trusted keys (PEM)`}
        </a>
        <Reading
          query={query}
          what={t`The keys`}
          empty={keys?.length === 0 ? t`There is none yet. The first signature makes the first.` : null}
        />
        <ul aria-labelledby="keys-title">
          {keys?.map((key) => (
            <Key key={key.fingerprint} of={key} isManager={isManager} />
          ))}
        </ul>
      </section>
      {isManager && <MakeKey />}
    </Page>
  );
}

function Key({ of: key, isManager }: { of: ChartKey; isManager: boolean }) {
  const timeZone = useTimeZone();
  return (
    <li>
      <p>
        <b>{key.revokedFrom !== null ? t`Revoked` : key.retiredAt !== null ? t`Retired` : t`Active`}</b>{" "}
        <span className="digest">{key.fingerprint}</span>
      </p>
      <p className="note">
        <Trans>
          Made <DayTime at={key.madeAt} seconds /> by {key.madeBy}
          {key.retiredAt !== null && t`, retired ${dayTime(key.retiredAt, timeZone)}`}
          {key.revokedFrom !== null &&
            t`, not trusted from ${dayTime(key.revokedFrom, timeZone)} (${key.revokedBy ?? "–"}: ${key.revokedBecause ?? "–"})`}
        </Trans>
      </p>
      {isManager && <Revoke fingerprint={key.fingerprint} timeZone={timeZone} />}
    </li>
  );
}

function Revoke({ fingerprint, timeZone }: { fingerprint: string; timeZone: string }) {
  const draft = useDraft(`revoke:${fingerprint}`);
  const [password, setPassword] = useState("");
  const revoke = useKeyCommand<{ from: string | null; reason: string; password: string }>(`/${fingerprint}/revoke`);
  const from = instantIn(timeZone, draft.of("from"));
  const reason = draft.of("reason").trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    revoke.mutate({ from, reason, password }, { onSuccess: draft.clear, onSettled: () => setPassword("") });
  };
  return (
    <details>
      <summary className="btn">
        <Trans>
          Revoke<span className="vh"> the key {fingerprint.slice(0, 8)}</span>
        </Trans>
      </summary>
      <form onSubmit={submit}>
        <label>
          <span>{t`Not trusted from`}</span>
          <input
            type="datetime-local"
            value={draft.of("from")}
            onChange={(event) => draft.set("from", event.currentTarget.value)}
          />
        </label>
        <label>
          <span>{t`Reason`}</span>
          <textarea
            rows={2}
            value={draft.of("reason")}
            onChange={(event) => draft.set("reason", event.currentTarget.value)}
          />
        </label>
        <PasswordInput
          label={t`Your password`}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <button
          type="submit"
          className="btn"
          disabled={from === null || reason === "" || password === "" || revoke.isPending}
        >
          {t`Revoke this key`}
        </button>
        {revoke.error && <p role="alert">{revoke.error.message}</p>}
      </form>
    </details>
  );
}

function MakeKey() {
  const [password, setPassword] = useState("");
  const make = useKeyCommand<{ password: string }>("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ password }, { onSettled: () => setPassword("") });
  };
  return (
    <section className="sign-panel" aria-labelledby="make-key">
      <h2 id="make-key">{t`Make a new key`}</h2>
      <p>{t`The one before is retired: what it sealed stays trusted, and it seals nothing any more.`}</p>
      <form onSubmit={submit}>
        <PasswordInput
          label={t`Your password`}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <button type="submit" className="btn" disabled={password === "" || make.isPending}>
          {t`Make a new key`}
        </button>
        {make.error && <p role="alert">{make.error.message}</p>}
      </form>
    </section>
  );
}
