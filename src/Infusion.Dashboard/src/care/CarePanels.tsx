import { t } from "@lingui/core/macro";
import "./care.css";
import type { SessionView } from "../live/contract";
import { useSend } from "../session/SessionContext";
import { AdverseEventPanel } from "./AdverseEventPanel";
import { RescuePanel } from "./RescuePanel";
import { entries, settingWords } from "./words";

/** What people see and do at the chair beside scores and vitals. */
export function CarePanels({ session }: { session: SessionView }) {
  if (session.phase === "planned" || session.phase === "closed") return null;
  return (
    <>
      <AdverseEventPanel session={session} />
      <RescuePanel session={session} />
      <SettingPanel session={session} />
    </>
  );
}

function SettingPanel({ session }: { session: SessionView }) {
  const send = useSend();
  return (
    <section className="panel" aria-labelledby="setting-title">
      <h2 id="setting-title">{t`Comfort and setting`}</h2>
      <div className="actions">
        {entries(settingWords).map(([item, words]) => {
          const isOn = session.care.setting.includes(item);
          return (
            <button
              key={item}
              type="button"
              className="btn"
              aria-pressed={isOn}
              onClick={() => void send(session.id, { type: "chart_setting", item, isOn: !isOn })}
            >
              {words}
            </button>
          );
        })}
      </div>
    </section>
  );
}
