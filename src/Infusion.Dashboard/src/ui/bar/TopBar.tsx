import type { ReactNode } from "react";
import { useFollowCharting } from "../../session/SessionContext";
import { SoundState } from "../../sound/SoundState";
import { Announcer } from "../Announcer";
import { ChartingState } from "./ChartingState";
import { Clock } from "./Clock";
import { CutBar } from "./CutBar";
import { DataBar } from "./DataBar";
import { LinkState } from "./LinkState";
import { RecordLine } from "./RecordLine";
import { StandsStillBar } from "./StandsStillBar";
import { UserMenu } from "./UserMenu";

/** The head of every live screen: whose board, whether it is current, whether it is charted, what time it is. */
export function TopBar({ children }: { children: ReactNode }) {
  return (
    <header className="head-of-page">
      <div className="bar">
        {children}
        <LinkState />
        <ChartingState />
        <SoundState />
        <UserMenu />
        <Clock />
      </div>
      <RecordLine />
      <CutBar />
      <StandsStillBar />
      <DataBar />
      <Announcer />
      <FollowCharting />
    </header>
  );
}

/** By itself, for it renders with every commit of the server. */
function FollowCharting() {
  useFollowCharting();
  return null;
}
