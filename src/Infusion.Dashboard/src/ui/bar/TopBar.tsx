import type { ReactNode } from "react";
import { useForgetCharted } from "../../session/SessionContext";
import { Announcer } from "../Announcer";
import { ChartingState } from "./ChartingState";
import { Clock } from "./Clock";
import { CutBar } from "./CutBar";
import { LinkState } from "./LinkState";
import { RecordLine } from "./RecordLine";
import { UserMenu } from "./UserMenu";

/** The head of every live screen: whose board, whether it is current, whether it is charted, what time it is. */
export function TopBar({ children }: { children: ReactNode }) {
  useForgetCharted();
  return (
    <header className="head-of-page">
      <div className="bar">
        {children}
        <LinkState />
        <ChartingState />
        <UserMenu />
        <Clock />
      </div>
      <RecordLine />
      <CutBar />
      <Announcer />
    </header>
  );
}
