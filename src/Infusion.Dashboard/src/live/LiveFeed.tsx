import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { saySignedOut } from "../session/api";
import { AlarmSound } from "../sound/AlarmSound";
import { LiveProvider, useLive } from "./LiveContext";
import { useLiveConnection } from "./useLiveConnection";

/** Owns the connection for as long as a clinic is looked at. */
export function LiveFeed({ clinic, children }: { clinic: string; children: ReactNode }) {
  const live = useLiveConnection(clinic, saySignedOut);
  return (
    <LiveProvider live={live}>
      <RefreshAfterCut />
      <AlarmSound />
      {children}
    </LiveProvider>
  );
}

/** What was asked for before a cut may have changed during it. The clock too: the server may be another. */
function RefreshAfterCut() {
  const queries = useQueryClient();
  const link = useLive((state) => state.link);
  const epoch = useLive((state) => state.epoch);
  const seen = useRef({ link, epoch });
  useEffect(() => {
    const before = seen.current;
    seen.current = { link, epoch };
    const isBack = before.link === "cut" && link !== "cut";
    const isAnotherWriter = before.epoch !== 0 && before.epoch !== epoch;
    if (!isBack && !isAnotherWriter) return;
    for (const queryKey of [["clock"], ["lane"], ["trends"], ["events"], ["devices"], ["trace"], ["alarm"], ["duty"]]) {
      void queries.invalidateQueries({ queryKey });
    }
  }, [link, epoch, queries]);
  return null;
}
