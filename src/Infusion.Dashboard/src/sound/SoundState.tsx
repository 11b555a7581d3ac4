import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Popover } from "@mantine/core";
import { useState } from "react";
import { useSignedIn } from "../session/SessionContext";
import { Icon } from "../ui/Icon";
import { useSpeaker } from "./AlarmSound";
import { bursts } from "./burst";
import { sayHeard, sayNotHeard, setOff, useIsOff, useWasHeard } from "./choices";
import { speaker } from "./speaker";
import "./sound.css";

type Standing = "on" | "off" | "untested" | "blocked" | "unsupported";

const words: Record<Standing, { short: string; note: string }> = {
  on: { short: t`Sound on`, note: t`heard this shift` },
  off: { short: t`Sound off`, note: t`at this screen` },
  untested: { short: t`Test sound`, note: t`not tested this shift` },
  blocked: { short: t`Alarms are silent`, note: t`turn sound on` },
  unsupported: { short: t`Alarms are silent`, note: t`this browser has no sound` },
};

function useStanding(): Standing {
  const { me } = useSignedIn();
  const off = useIsOff();
  const heard = useWasHeard(me.name);
  const state = useSpeaker();
  if (state === "unsupported") return "unsupported";
  if (off) return "off";
  if (state === "blocked") return "blocked";
  return heard ? "on" : "untested";
}

/** Whether alarms can be heard at this screen, and the test of it at the start of a shift. */
export function SoundState() {
  const standing = useStanding();
  const [open, setOpen] = useState(false);
  const { short, note } = words[standing];
  const isSilent = standing === "blocked" || standing === "unsupported";
  return (
    <>
      <p className="vh" role="status" aria-label={t`Alarm sound`}>
        {isSilent ? t`Alarms are silent at this screen.` : ""}
      </p>
      <Popover
        opened={open}
        onChange={setOpen}
        width={340}
        position="bottom-end"
        trapFocus
        transitionProps={{ duration: 0 }}
      >
        <Popover.Target>
          <button
            type="button"
            className={`btn s-sound${standing === "on" ? "" : " is-warned"}${isSilent ? " is-silent" : ""}`}
            aria-label={`${short}: ${note}`}
            aria-haspopup="dialog"
            aria-expanded={open}
            onClick={() => {
              void speaker.unlock();
              setOpen(!open);
            }}
          >
            <Icon name={standing === "on" || standing === "untested" ? "sound" : "soundOff"} />
            <span>
              {short}
              <small>{note}</small>
            </span>
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t`Alarm sound of this screen`}>
          <SoundTest standing={standing} close={() => setOpen(false)} />
        </Popover.Dropdown>
      </Popover>
    </>
  );
}

function SoundTest({ standing, close }: { standing: Standing; close: () => void }) {
  const { me } = useSignedIn();
  const [asked, setAsked] = useState(false);
  const [unheard, setUnheard] = useState(false);
  if (standing === "unsupported") {
    return (
      <p>
        <Trans>
          <b>This browser cannot make sounds.</b> Alarms are shown and not heard. Use another browser, or stay in sight
          of the bedside monitors.
        </Trans>
      </p>
    );
  }
  if (standing === "off") {
    return (
      <div className="sound-test">
        <p>{t`Alarms are shown here and not heard. Make sure that another screen sounds.`}</p>
        <button type="button" className="btn btn--act" onClick={() => setOff(false)}>
          {t`Turn sound on`}
        </button>
      </div>
    );
  }
  const test = () => {
    setUnheard(false);
    setAsked(true);
    void speaker.unlock().then(() => speaker.once(bursts.medium));
  };
  return (
    <div className="sound-test">
      <p>
        <Trans>
          <b>Test the sound at the start of a shift.</b> High priority sounds as ten tones, medium as three, low as two.
        </Trans>
      </p>
      <button type="button" className="btn btn--tall" onClick={test}>
        <Icon name="sound" />
        {asked ? t`Play three tones again` : t`Play three tones`}
      </button>
      {asked && (
        <div className="sound-heard">
          <p>{t`Did you hear them?`}</p>
          <button
            type="button"
            className="btn btn--act"
            onClick={() => {
              sayHeard(me.name);
              close();
            }}
          >
            {t`I heard them`}
          </button>
          <button
            type="button"
            className="btn"
            onClick={() => {
              sayNotHeard();
              setUnheard(true);
            }}
          >
            {t`I did not`}
          </button>
        </div>
      )}
      {unheard && (
        <p role="alert">
          <Trans>
            <b>Then alarms are not heard here either.</b> Look at the volume, the cable and which loudspeaker this
            computer uses, and play them again. Until then stay in sight of the bedside monitors.
          </Trans>
        </p>
      )}
      <button type="button" className="btn" onClick={() => setOff(true)}>
        {t`No sound at this screen`}
      </button>
    </div>
  );
}
