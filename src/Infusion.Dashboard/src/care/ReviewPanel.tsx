import { t } from "@lingui/core/macro";
import "./care.css";
import { useState } from "react";
import type { ChairView } from "../live/contract";
import { useSend } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";

interface Taken {
  metric: string;
  words: string;
  at: string;
}

const vitals = [
  ["hr", "heart_rate", t`Heart rate`, "/min"],
  ["spo2", "sp_o2", "SpO2", "%"],
  ["rr", "respiratory_rate", t`Respiratory rate`, "/min"],
  ["etco2", "et_co2", "EtCO2", "mmHg"],
  ["temp", "temperature", t`Temperature`, "°C"],
] as const;

function takenFrom(view: ChairView): Taken[] {
  const taken: Taken[] = [];
  for (const [key, metric, label, unit] of vitals) {
    const value = view.vitals[key];
    if (value && value.value !== null && !value.by)
      taken.push({ metric, words: `${label} ${value.value} ${unit}`, at: value.at });
  }
  const { nibp } = view;
  if (nibp && nibp.systolic !== null && !nibp.by) {
    taken.push({ metric: "nibp_systolic", words: `NIBP ${nibp.systolic}/${nibp.diastolic ?? "?"} mmHg`, at: nibp.at });
  }
  return taken;
}

/** Held still while they are looked at: what is confirmed is what was read. */
export function ReviewPanel({ view, session }: { view: ChairView; session: string }) {
  const send = useSend();
  const [taken, setTaken] = useState<Taken[] | null>(null);
  const device = view.devices.find((each) => each.kind === "monitor")?.device;
  if (!device) return null;
  const say = (each: Taken, verdict: "confirmed" | "artefact") => {
    void send(session, { type: "review_vital", metric: each.metric, device, at: each.at, verdict });
    setTaken((known) => known?.filter((other) => other !== each) ?? null);
  };
  return (
    <section className="panel" aria-labelledby="review-title">
      <h2 id="review-title">{t`Values of the monitor`}</h2>
      <button type="button" className="btn" onClick={() => setTaken(takenFrom(view))}>
        {t`Hold the values of now`}
      </button>
      <ul className="care-list">
        {(taken ?? []).map((each) => (
          <li key={each.metric} className="actions">
            <span>
              {each.words}, <ClockTime at={each.at} seconds />
            </span>
            <button
              type="button"
              className="btn"
              aria-label={t`Confirm ${each.words}`}
              onClick={() => say(each, "confirmed")}
            >
              {t`Confirm`}
            </button>
            <button
              type="button"
              className="btn"
              aria-label={t`Mark ${each.words} as artefact`}
              onClick={() => say(each, "artefact")}
            >
              {t`Artefact`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
