import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import type { SessionView } from "../live/contract";
import type { ClinicDevice } from "../session/contract";
import { useClinicDevices } from "../session/queries";
import { useSend } from "../session/SessionContext";

/** A scanner types the device's id and Enter; a hand may as well. What is elsewhere is asked about first. */
export function ScanField({ session }: { session: SessionView }) {
  const { data: devices } = useClinicDevices();
  const send = useSend();
  const [text, setText] = useState("");
  const [elsewhere, setElsewhere] = useState<ClinicDevice | null>(null);
  const scan = async (event: FormEvent) => {
    event.preventDefault();
    const device = text.trim().toLowerCase();
    if (device === "") return;
    const known = devices?.find((each) => each.device === device);
    if (known?.session && known.session !== session.id) {
      setElsewhere(known);
      return;
    }
    if (await send(session.id, { type: "attach_device", device })) setText("");
  };
  return (
    <>
      <form className="scan" onSubmit={scan}>
        <label>
          {t`Scan or type a device`}
          <input
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setElsewhere(null);
            }}
          />
        </label>
        <button type="submit" className="btn" disabled={text.trim() === ""}>
          {t`Attach`}
        </button>
      </form>
      {elsewhere && (
        <Elsewhere
          device={elsewhere}
          session={session}
          done={() => {
            setElsewhere(null);
            setText("");
          }}
        />
      )}
    </>
  );
}

/** It charts for another patient now: moved only when a person says so, and withheld from both when nobody knows. */
export function Elsewhere({ device, session, done }: { device: ClinicDevice; session: SessionView; done: () => void }) {
  const send = useSend();
  const decide = async (command: Parameters<typeof send>[1]) => {
    if (await send(session.id, command)) done();
  };
  return (
    <div className="elsewhere" role="alert">
      <p>
        <Trans>
          <b>{device.device}</b> is attached in another session. Look which chair it stands at.
        </Trans>
      </p>
      <div className="actions">
        <button
          type="button"
          className="btn"
          onClick={() => void decide({ type: "move_device", device: device.device, fromSession: device.session })}
        >
          {t`It stands here: move it`}
        </button>
        <button
          type="button"
          className="btn"
          onClick={() => void decide({ type: "dispute_device", device: device.device })}
        >
          {t`Not sure: withhold its values`}
        </button>
        <button type="button" className="btn" onClick={done}>
          {t`Leave it there`}
        </button>
      </div>
    </div>
  );
}
