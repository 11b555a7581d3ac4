import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { SessionView } from "../live/contract";
import { useTimeZone } from "../live/LiveContext";
import { useSend } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { clockTime, span } from "../ui/format";
import { useWhen, WhenField } from "../ui/When";
import { numberOf } from "./useDraft";
import { routeWords } from "./words";

/** The start as the pump has it and as people charted it; or the one dose of a session that is no infusion. */
export function StartPanel({ session }: { session: SessionView }) {
  if (session.care.route !== "iv_infusion") return <DosePanel session={session} />;
  return <PumpStart session={session} />;
}

function PumpStart({ session }: { session: SessionView }) {
  const send = useSend();
  const timeZone = useTimeZone();
  const began = session.care.pumpBeganAt;
  if (began === null) return null;
  const atPump = clockTime(began, timeZone, true);
  if (session.startedAt === null) {
    return session.phase === "ready" ? (
      <button
        type="button"
        className="btn btn--tall"
        onClick={() => void send(session.id, { type: "start_infusion", at: began })}
      >
        {t`Chart the start at ${atPump}, when the pump began`}
      </button>
    ) : (
      <p className="note">{t`The pump began ${atPump}; no start is charted.`}</p>
    );
  }
  const apartMs = Date.parse(session.startedAt) - Date.parse(began);
  return (
    <p className="note">
      <Trans>
        Start charted <ClockTime at={session.startedAt} seconds />, pump began {atPump}
        {Math.abs(apartMs) < 1000
          ? "."
          : apartMs > 0
            ? t`: charted ${span(apartMs)} later.`
            : t`: charted ${span(-apartMs)} earlier.`}
      </Trans>
    </p>
  );
}

function DosePanel({ session }: { session: SessionView }) {
  const send = useSend();
  const { care, order } = session;
  const [text, setText] = useState(String(order.doseMg));
  const [time, setTime] = useState("");
  const when = useWhen(time);
  if (care.dose) {
    return (
      <p className="note">
        <Trans>
          {care.dose.doseMg} mg {routeWords[care.dose.route]} given <ClockTime at={care.dose.at} seconds />
        </Trans>
      </p>
    );
  }
  if (session.phase !== "ready") return null;
  const doseMg = numberOf(text);
  return (
    <form
      className="care-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (doseMg && !when.isWrong)
          void send(session.id, { type: "give_dose", route: care.route, doseMg, ...when.at });
      }}
    >
      <label>
        <span>
          <Trans>
            Dose, {routeWords[care.route]} <small className="unit">mg</small>
          </Trans>
        </span>
        <input inputMode="decimal" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </label>
      <WhenField when={when} label={t`Given at`} change={setTime} />
      <button type="submit" className="btn btn--act btn--tall" disabled={!doseMg || when.isWrong}>
        {t`Chart dose as given`}
      </button>
    </form>
  );
}
