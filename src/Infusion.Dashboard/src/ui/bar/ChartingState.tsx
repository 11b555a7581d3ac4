import { t } from "@lingui/core/macro";
import { useClock, useIsCut, useLive, useTimeZone } from "../../live/LiveContext";
import { clockTime } from "../format";
import { Icon } from "../Icon";

/** Shorter than this, a commit is only on its way. */
const delayMs = 2000;
const fillingShare = 0.8;

type Level = "saved" | "delayed" | "filling" | "full";

/** Read out once each time it changes: numbers that count up would never let the reader rest. */
const sentences: Record<Level, string> = {
  saved: "",
  delayed: t`Charting is delayed. Values are live.`,
  filling: t`Charting is delayed and the disk fills. Devices will soon not be acknowledged. Values are live.`,
  full: t`The disk is full. Devices are not acknowledged and keep their messages.`,
};

export function ChartingState() {
  const cut = useIsCut();
  const unsaved = useLive((state) => Math.max(0, state.input - state.committedInput));
  const unsavedSince = useLive((state) => state.unsavedSince);
  const share = useLive((state) => state.spoolShare);
  const isLong = useClock((nowMs) => unsavedSince !== null && nowMs - Date.parse(unsavedSince) > delayMs);
  const level: Level =
    share >= 1 ? "full" : share >= fillingShare ? "filling" : unsaved > 0 && isLong ? "delayed" : "saved";

  return (
    <>
      <p className="vh" role="status" aria-label={t`Charting`}>
        {cut ? "" : sentences[level]}
      </p>
      {cut ? <Unknown /> : level === "saved" ? <Saved /> : <Delayed level={level} unsaved={unsaved} />}
    </>
  );
}

const Unknown = () => (
  <div className="state s-chart is-unknown">
    <Icon name="unsaved" />
    <p>
      <b>{t`Charting unknown`}</b>
      <span>{t`until the server answers`}</span>
    </p>
  </div>
);

const Saved = () => (
  <div className="state s-chart">
    <Icon name="charted" />
    <p>
      <b>{t`Charted`}</b>
      <span>{t`all saved`}</span>
    </p>
  </div>
);

function Delayed({ level, unsaved }: { level: Exclude<Level, "saved">; unsaved: number }) {
  const unsavedSince = useLive((state) => state.unsavedSince);
  const spooled = useLive((state) => state.spooled);
  const percent = useLive((state) => Math.round(state.spoolShare * 100));
  const timeZone = useTimeZone();
  const held = spooled > 0 ? t` · held on disk ${spooled} (${percent} %)` : "";
  const since = unsavedSince === null ? "" : t`since ${clockTime(unsavedSince, timeZone, true)}`;
  const counted = unsaved > 0 ? t`${unsaved} unsaved ${since}` : t`other clinics wait`;
  return (
    <div className={`state state--warn s-chart${level === "delayed" ? "" : " state--grave"}`}>
      <Icon name={level === "full" ? "close" : "unsaved"} />
      <p>
        {level === "delayed" && (
          <>
            <b>{t`Charting delayed, ${unsaved} unsaved`}</b>
            <span>{t`${since}${held} · values are live`}</span>
          </>
        )}
        {level === "filling" && (
          <>
            <b>{t`Disk ${percent} % full: devices will soon not be acknowledged`}</b>
            <span>
              {counted}
              {held}
            </span>
          </>
        )}
        {level === "full" && (
          <>
            <b>{t`Devices are not acknowledged`}</b>
            <span>{t`disk full, ${counted}${held}`}</span>
          </>
        )}
      </p>
    </div>
  );
}
