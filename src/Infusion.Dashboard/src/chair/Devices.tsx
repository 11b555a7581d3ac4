import { t } from "@lingui/core/macro";
import "../devices/devices.css";
import { useState } from "react";
import { Link } from "react-router";
import { Elsewhere, ScanField } from "../devices/ScanField";
import type { ChairView, DeviceView, SessionView } from "../live/contract";
import { useClock, useTimeZone } from "../live/LiveContext";
import type { ClinicDevice } from "../session/contract";
import { useClinicDevices } from "../session/queries";
import { useSend } from "../session/SessionContext";
import { age, clockTime } from "../ui/format";
import { Icon } from "../ui/Icon";

export function Devices({ view, session }: { view: ChairView; session: SessionView | null }) {
  const [adding, setAdding] = useState(false);
  const send = useSend();
  return (
    <section className="panel" aria-labelledby="devices-title">
      <h2 id="devices-title">{t`Devices`}</h2>
      {view.devices.length === 0 && <p className="note">{t`No device at this chair.`}</p>}
      <ul className="devices">
        {view.devices.map((device) => (
          <DeviceLine key={device.device} device={device}>
            {session && (
              <button
                type="button"
                className="btn"
                onClick={() => void send(session.id, { type: "detach_device", device: device.device })}
              >
                {t`Detach`}
              </button>
            )}
          </DeviceLine>
        ))}
      </ul>
      {session && <ScanField session={session} />}
      {session && (
        <button type="button" className="btn" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          {adding ? t`Close the list` : t`Attach a device`}
        </button>
      )}
      {session && adding && (
        <FreeDevices
          chair={view.chair}
          session={session}
          attached={view.devices}
          onAttach={(device) => void send(session.id, { type: "attach_device", device })}
        />
      )}
      {session && (
        <Link className="btn" to={`/corrections/${session.id}`}>
          {t`A device was not this patient's`}
        </Link>
      )}
    </section>
  );
}

interface FreeDevicesProps {
  chair: string;
  session: SessionView;
  attached: DeviceView[];
  onAttach: (device: string) => void;
}

function FreeDevices({ chair, session, attached, onAttach }: FreeDevicesProps) {
  const [asked, setAsked] = useState<string | null>(null);
  const { data: devices, error } = useClinicDevices();
  const here = new Set(attached.map((device) => device.device));
  const others = devices?.filter((device) => !here.has(device.device));
  const free = others?.filter((device) => !device.session).sort((a, b) => place(a, chair) - place(b, chair));
  if (error) return <p className="notice">{t`The devices could not be read: ${error.message}`}</p>;
  if (!others || !free) return <p className="note">{t`Reading the devices.`}</p>;
  // Those whose place is here by the registry, and that chart elsewhere, come first: that is how they get mixed up.
  const taken = others.filter((device) => device.session).sort((a, b) => place(a, chair) - place(b, chair));
  return (
    <>
      <ul className="devices">
        {free.map((device) => (
          <DeviceLine key={device.device} device={device} home={device.homeChair} hint={device.hintChair}>
            {device.waiting ? (
              <span className="note">{t`waits to be accepted`}</span>
            ) : (
              <button type="button" className="btn" onClick={() => onAttach(device.device)}>
                {t`Attach`}
              </button>
            )}
          </DeviceLine>
        ))}
      </ul>
      {free.length === 0 && <p className="note">{t`No device is free.`}</p>}
      {taken.length > 0 && (
        <details>
          <summary className="btn">{t`${taken.length} more in other sessions`}</summary>
          <ul className="devices">
            {taken.map((device) => (
              <DeviceLine key={device.device} device={device} home={device.homeChair} hint={device.hintChair}>
                <button type="button" className="btn" onClick={() => setAsked(device.device)}>
                  {t`It stands here`}
                </button>
              </DeviceLine>
            ))}
          </ul>
        </details>
      )}
      {taken
        .filter((device) => device.device === asked)
        .map((device) => (
          <Elsewhere key={device.device} device={device} session={session} done={() => setAsked(null)} />
        ))}
    </>
  );
}

/** Those that the gateway sees here first, then those of this chair, then the others, then those that cannot be had yet. */
function place(device: ClinicDevice, chair: string): number {
  if (device.waiting) return 2;
  return device.hintChair === chair ? -1 : device.homeChair === chair ? 0 : 1;
}

interface DeviceLineProps {
  device: DeviceView;
  home?: string | null;
  hint?: string | null | undefined;
  children: React.ReactNode;
}

function DeviceLine({ device, home, hint, children }: DeviceLineProps) {
  const seen = useClock((nowMs) =>
    device.lastSeenAt ? t`last seen ${age(nowMs - Date.parse(device.lastSeenAt))} ago` : t`never seen`,
  );
  const timeZone = useTimeZone();
  const facts = [
    device.attachedAt && t`attached since ${clockTime(device.attachedAt, timeZone)}`,
    device.model,
    device.online === null ? t`state unknown` : device.online ? null : t`offline, ${seen}`,
    device.battery === null ? null : t`battery ${Math.round(device.battery * 100)} %`,
    home && t`of chair ${home}`,
    hint && t`its gateway says chair ${hint}`,
  ].filter(Boolean);
  return (
    <li>
      <Icon name={device.kind === "pump" ? "pump" : "monitor"} />
      <span>
        <b>{device.device}</b>
        <span className="note">{facts.join(", ")}</span>
      </span>
      {children}
    </li>
  );
}
