import { plural, t } from "@lingui/core/macro";
import { memo } from "react";
import { Link } from "react-router";
import { keys } from "../keys/shortcuts";
import type { AlarmView } from "../live/alarmContract";
import { alarmAbout } from "../live/alarmTarget";
import type { ChairView } from "../live/contract";
import { useChair, useIsCut } from "../live/LiveContext";
import { CommandNotes } from "../ui/CommandNotes";
import { Icon } from "../ui/Icon";
import { NibpCell } from "../ui/vitals/NibpCell";
import { VitalCell } from "../ui/vitals/VitalCell";
import { strokes } from "../ui/words";
import { Bands } from "./Bands";
import { Dose } from "./Dose";
import { Lane } from "./Lane";
import { Present, Who } from "./Who";

/**
 * One chair: a quiet line, and a band for each alarm. It renders when its own chair changes and never else, and of its parts
 * only those of which something changed: a chair speaks twice a second, mostly in numbers.
 */
export const ChairStrip = memo(function ChairStrip({ chair }: { chair: string }) {
  const view = useChair(chair);
  if (!view) return null;
  if (!view.session && view.alarms.length === 0) return <FreeChair view={view} />;
  const worst = view.alarms[0] ?? null;
  const { session } = view;
  return (
    <article className={`strip${worst ? " has-band" : ""}`} aria-label={t`Chair ${chair}`} tabIndex={-1}>
      <div className="row">
        <Rail alarm={worst} />
        <Who chair={chair} session={session} holder={view.holder} />
        <VitalCell vital={view.vitals.hr?.value == null && view.vitals.pulse ? "pulse" : "hr"} view={view} />
        <VitalCell vital="spo2" view={view} />
        <NibpCell value={view.nibp} alarm={alarmAbout(view, "nibp")} />
        <VitalCell vital="rr" view={view} />
        <VitalCell vital="etco2" view={view} />
        <Lane chair={chair} session={session} />
        {session ? <Dose session={session} pump={view.pump} /> : <div className="dose" />}
        <Open chair={chair} />
      </div>
      <div className="bands">
        <Bands alarms={view.alarms} />
        {session && <CommandNotes session={session.id} />}
      </div>
    </article>
  );
});

const pieces = [1, 2, 3] as const;

/** Three pieces for high, two for medium, one for low: the priority without its colour. */
export const Rail = memo(function Rail({ alarm }: { alarm: AlarmView | null }) {
  const cut = useIsCut();
  if (!alarm) {
    return (
      <div className="rail" aria-hidden="true">
        <i />
      </div>
    );
  }
  const still = !alarm.calls || cut;
  return (
    <div className={`rail r-${alarm.priority}${still ? " is-still" : ""}`} aria-hidden="true">
      {pieces.slice(0, strokes[alarm.priority]).map((piece) => (
        <i key={piece} />
      ))}
    </div>
  );
});

const FreeChair = ({ view: { chair, devices, holder } }: { view: ChairView }) => (
  <article className="strip strip--free" aria-label={t`Chair ${chair}`} tabIndex={-1}>
    <div className="rail" aria-hidden="true">
      <i />
    </div>
    <div className="who-c">
      <h2 className="code fig">
        <span className="vh">{t`Chair`} </span>
        {chair}
      </h2>
      {holder && <Present holder={holder} />}
    </div>
    <p>
      {t`free`}
      {devices.length > 0 && (
        <span className="note">
          {" "}
          {plural(devices.length, { one: `${devices.length} device`, other: `${devices.length} devices` })}
        </span>
      )}
    </p>
    <Open chair={chair} />
  </article>
);

const Open = memo(({ chair }: { chair: string }) => (
  <Link
    className="btn open"
    to={`/chairs/${encodeURIComponent(chair)}`}
    aria-label={t`Open chair ${chair}`}
    aria-keyshortcuts={keys.open}
  >
    <Icon name="forward" />
    <span>{t`Open`}</span>
  </Link>
));
