import "./after.css";
import type { SessionView } from "../live/contract";
import { DischargePanel } from "./DischargePanel";
import { MinutesPanel } from "./MinutesPanel";
import { RecoveryPanel } from "./RecoveryPanel";
import { VialsPanel } from "./VialsPanel";

const afterPhases = ["recovery", "discharged", "closed"];
const vialPhases = ["checked_in", "ready", "infusing", "paused", "recovery", "discharged"];

/** What comes after the infusion, and the vials from their opening on. */
export function AfterPanels({ session }: { session: SessionView }) {
  return (
    <>
      {session.phase === "recovery" && (
        <>
          <RecoveryPanel session={session} />
          <DischargePanel session={session} />
        </>
      )}
      {vialPhases.includes(session.phase) && <VialsPanel session={session} />}
      {afterPhases.includes(session.phase) && session.startedAt !== null && <MinutesPanel session={session} />}
    </>
  );
}
