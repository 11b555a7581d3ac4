import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import type { Placed } from "./queries";

interface Props {
  /** null: its name is asked for. */
  device: string | null;
  kind: "monitor" | "pump";
  chair: string;
  button: string;
  isBusy: boolean;
  place: (placed: Placed, clear: () => void) => void;
}

/** What a device is, and at which chair it stands. */
export function PlaceForm({ device, kind, chair, button, isBusy, place }: Props) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string>(kind);
  const [home, setHome] = useState(chair);
  const of = device === null ? "" : t` of ${device}`;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    place({ device: device ?? name.trim(), kind: chosen, homeChair: home.trim() }, () => setName(""));
  };
  return (
    <form className="sheet-tools" onSubmit={submit}>
      {device === null && (
        <label>
          {t`Name, as in its topic`}
          <input value={name} maxLength={64} autoCapitalize="none" onChange={(event) => setName(event.target.value)} />
        </label>
      )}
      <label>
        {t`Kind${of}`}
        <select value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="monitor">{t`monitor`}</option>
          <option value="pump">{t`pump`}</option>
        </select>
      </label>
      <label>
        {t`Chair${of}, if it has one`}
        <input value={home} maxLength={4} onChange={(event) => setHome(event.target.value)} />
      </label>
      <button type="submit" className="btn" disabled={isBusy || (device === null && name.trim() === "")}>
        {button}
      </button>
    </form>
  );
}
