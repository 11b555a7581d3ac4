import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import { useLive } from "../live/LiveContext";
import type { Issued } from "../registry/contract";
import { registry, useRegistryAct } from "../registry/queries";
import { suggestedName } from "./words";

export interface Made {
  device: string;
  issued: Issued;
}

/** Registers a device at a chair and makes a credential of its own. */
export function DeviceForm({ made }: { made: (made: Made) => void }) {
  const order = useLive((state) => state.chairOrder);
  const [kind, setKind] = useState("monitor");
  const [chair, setChair] = useState<string | null>(null);
  const [name, setName] = useState<string | null>(null);
  const accept = useRegistryAct(registry.accept);
  const issue = useRegistryAct(registry.issue);
  const homeChair = chair ?? order[0] ?? "";
  const device = (name ?? suggestedName(kind, homeChair)).trim();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    issue.reset();
    try {
      await accept.mutateAsync({ device, kind, homeChair });
      const issued = await issue.mutateAsync({
        kind: "device",
        name: device,
        devices: [device],
        maySubscribe: false,
        hours: null,
        certificate: "",
      });
      made({ device, issued });
      setName(null);
      setKind(kind === "monitor" ? "pump" : "monitor");
    } catch {
      // Said below.
    }
  };
  return (
    <form className="sheet-tools" onSubmit={(event) => void submit(event)} aria-label={t`A new device`}>
      <label>
        {t`Kind`}
        <select value={kind} onChange={(event) => setKind(event.target.value)}>
          <option value="monitor">{t`monitor`}</option>
          <option value="pump">{t`pump`}</option>
        </select>
      </label>
      <label>
        {t`Chair`}
        <select value={homeChair} onChange={(event) => setChair(event.target.value)}>
          {order.map((code) => (
            <option key={code}>{code}</option>
          ))}
          <option value="">{t`none`}</option>
        </select>
      </label>
      <label>
        {t`Name, as in its topics`}
        <input
          value={name ?? suggestedName(kind, homeChair)}
          maxLength={48}
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <button type="submit" className="btn btn--tall" disabled={device === "" || accept.isPending || issue.isPending}>
        {t`Register it and make its credential`}
      </button>
      {accept.error && (
        <p role="alert" className="setup-line">
          {accept.error.message}
        </p>
      )}
      {issue.error && (
        <p role="alert" className="setup-line">
          {t`${device} is registered and has no new credential: ${issue.error.message} On the page of devices one that it has can be replaced.`}
        </p>
      )}
    </form>
  );
}
