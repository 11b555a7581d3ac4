import { useState } from "react";
import type { ChairView, DeviceView, SessionView } from "../live/contract";
import { useClock } from "../live/LiveContext";
import type { ClinicDevice } from "../session/contract";
import { useClinicDevices } from "../session/queries";
import { useSend } from "../session/SessionContext";
import { age } from "../ui/format";
import { Icon } from "../ui/Icon";

export function Devices({ view, session }: { view: ChairView; session: SessionView | null }) {
  const [adding, setAdding] = useState(false);
  const send = useSend();
  return (
    <section className="panel" aria-labelledby="devices-title">
      <h2 id="devices-title">Devices</h2>
      {view.devices.length === 0 && <p className="note">No device at this chair.</p>}
      <ul className="devices">
        {view.devices.map((device) => (
          <DeviceLine key={device.device} device={device}>
            {session && (
              <button
                type="button"
                className="btn"
                onClick={() => void send(session.id, { type: "detach_device", device: device.device })}
              >
                Detach
              </button>
            )}
          </DeviceLine>
        ))}
      </ul>
      {session && (
        <button type="button" className="btn" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          {adding ? "Close the list" : "Attach a device"}
        </button>
      )}
      {session && adding && (
        <FreeDevices
          chair={view.chair}
          attached={view.devices}
          onAttach={(device) => void send(session.id, { type: "attach_device", device })}
        />
      )}
    </section>
  );
}

interface FreeDevicesProps {
  chair: string;
  attached: DeviceView[];
  onAttach: (device: string) => void;
}

function FreeDevices({ chair, attached, onAttach }: FreeDevicesProps) {
  const { data: devices, error } = useClinicDevices();
  const here = new Set(attached.map((device) => device.device));
  const others = devices?.filter((device) => !here.has(device.device));
  const free = others?.filter((device) => !device.session).sort((a, b) => place(a, chair) - place(b, chair));
  if (error) return <p className="notice">The devices could not be read: {error.message}</p>;
  if (!others || !free) return <p className="note">Reading the devices.</p>;
  const taken = others.length - free.length;
  return (
    <>
      <ul className="devices">
        {free.map((device) => (
          <DeviceLine key={device.device} device={device} home={device.homeChair}>
            {device.waiting ? (
              <span className="note">waits to be accepted</span>
            ) : (
              <button type="button" className="btn" onClick={() => onAttach(device.device)}>
                Attach
              </button>
            )}
          </DeviceLine>
        ))}
      </ul>
      <p className="note">
        {free.length === 0 && "No device is free. "}
        {taken > 0 && `${taken} more in other sessions.`}
      </p>
    </>
  );
}

/** Those of this chair first, then the others, then those that cannot be had yet. */
function place(device: ClinicDevice, chair: string): number {
  if (device.waiting) return 2;
  return device.homeChair === chair ? 0 : 1;
}

interface DeviceLineProps {
  device: DeviceView;
  home?: string | null;
  children: React.ReactNode;
}

function DeviceLine({ device, home, children }: DeviceLineProps) {
  const seen = useClock((nowMs) =>
    device.lastSeenAt ? `last seen ${age(nowMs - Date.parse(device.lastSeenAt))} ago` : "never seen",
  );
  const facts = [
    device.model,
    device.online === null ? "state unknown" : device.online ? null : `offline, ${seen}`,
    device.battery === null ? null : `battery ${Math.round(device.battery * 100)} %`,
    home && `of chair ${home}`,
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
