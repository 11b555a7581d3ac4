import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { CertificateField } from "./CertificateField";
import type { Issued } from "./contract";
import { registry, useRegistryAct } from "./queries";
import { type kindWords, list } from "./words";

/** Makes a credential for one device, a gateway, or devices that are not known yet. */
export function IssueForm({ issued }: { issued: (made: Issued) => void }) {
  const [kind, setKind] = useState<keyof typeof kindWords>("device");
  const [name, setName] = useState("");
  const [devices, setDevices] = useState("");
  const [hours, setHours] = useState("24");
  const [maySubscribe, setMaySubscribe] = useState(false);
  const [certificate, setCertificate] = useState("");
  const issue = useRegistryAct(registry.issue);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    issue.mutate(
      {
        kind,
        name: name.trim(),
        devices: kind === "enrolment" ? [] : list(devices),
        maySubscribe: kind === "gateway" && maySubscribe,
        hours: kind === "enrolment" ? Number(hours) : null,
        certificate,
      },
      {
        onSuccess: (made) => {
          issued(made);
          setName("");
          setDevices("");
          setCertificate("");
        },
      },
    );
  };
  return (
    <details>
      <summary className="btn">{t`Make a credential`}</summary>
      <form className="sheet-tools" onSubmit={submit}>
        <label>
          {t`For`}
          <select value={kind} onChange={(event) => setKind(event.target.value as keyof typeof kindWords)}>
            <option value="device">{t`one device`}</option>
            <option value="gateway">{t`a gateway and its devices`}</option>
            <option value="enrolment">{t`devices that are not known yet`}</option>
          </select>
        </label>
        <label>
          {t`Name`}
          <input value={name} maxLength={48} autoCapitalize="none" onChange={(event) => setName(event.target.value)} />
        </label>
        {kind !== "enrolment" && (
          <label>
            {kind === "device" ? t`Device` : t`Devices, with a space between`}
            <input value={devices} autoCapitalize="none" onChange={(event) => setDevices(event.target.value)} />
          </label>
        )}
        {kind === "enrolment" && (
          <label>
            {t`Good for how many hours`}
            <input type="number" min={1} max={168} value={hours} onChange={(event) => setHours(event.target.value)} />
          </label>
        )}
        {kind === "gateway" && (
          <label>
            {t`May read what the clinic's devices send`}
            <input type="checkbox" checked={maySubscribe} onChange={(event) => setMaySubscribe(event.target.checked)} />
          </label>
        )}
        <CertificateField value={certificate} change={setCertificate} />
        <button type="submit" className="btn" disabled={name.trim() === "" || issue.isPending}>
          {t`Make it`}
        </button>
      </form>
      {issue.error && <p role="alert">{issue.error.message}</p>}
    </details>
  );
}
