import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { CertificateField } from "./CertificateField";
import type { Credential, Issued } from "./contract";
import { registry, useRegistryAct } from "./queries";
import { list } from "./words";

/** Replaces what opens a credential, changes a gateway's devices, revokes it. */
export function CredentialActs({ of, issued }: { of: Credential; issued: (made: Issued) => void }) {
  const [hours, setHours] = useState("24");
  const [certificate, setCertificate] = useState("");
  const [devices, setDevices] = useState(of.devices.join(" "));
  const [isAsked, setAsked] = useState(false);
  const replace = useRegistryAct(registry.replace);
  const cover = useRegistryAct(registry.cover);
  const revoke = useRegistryAct(registry.revoke);
  const problem = replace.error ?? cover.error ?? revoke.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    replace.mutate(
      { username: of.username, overlapHours: Number(hours), certificate },
      {
        onSuccess: (made) => {
          issued(made);
          setCertificate("");
        },
      },
    );
  };
  return (
    <details>
      <summary className="btn">
        <Trans>
          Replace or revoke<span className="vh"> {of.username}</span>
        </Trans>
      </summary>
      <form className="sheet-tools" onSubmit={submit}>
        <label>
          {t`The one before opens for how many hours more, unless the new one is used earlier`}
          <input type="number" min={0} max={168} value={hours} onChange={(event) => setHours(event.target.value)} />
        </label>
        <CertificateField value={certificate} change={setCertificate} />
        <button type="submit" className="btn" disabled={replace.isPending || hours === ""}>
          {t`Replace it`}
        </button>
      </form>
      {of.kind === "gateway" && (
        <form
          className="sheet-tools"
          onSubmit={(event) => {
            event.preventDefault();
            cover.mutate({ username: of.username, devices: list(devices) });
          }}
        >
          <label>
            {t`Devices that the gateway speaks for`}
            <input value={devices} autoCapitalize="none" onChange={(event) => setDevices(event.target.value)} />
          </label>
          <button type="submit" className="btn" disabled={cover.isPending}>
            {t`Change its devices`}
          </button>
        </form>
      )}
      <div className="sheet-tools">
        {isAsked ? (
          <>
            <p>{t`Its connections end at once. Devices that have no other credential go silent.`}</p>
            <button type="button" className="btn" onClick={() => revoke.mutate(of.username)}>
              {t`Yes, revoke ${of.username}`}
            </button>
            <button type="button" className="btn" onClick={() => setAsked(false)}>
              {t`Keep it`}
            </button>
          </>
        ) : (
          <button type="button" className="btn" onClick={() => setAsked(true)}>
            {t`Revoke ${of.username}`}
          </button>
        )}
      </div>
      {problem && <p role="alert">{problem.message}</p>}
    </details>
  );
}
