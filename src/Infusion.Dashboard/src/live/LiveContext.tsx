import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { Attempt, LiveConnection } from "./connection";
import type { ChairView } from "./contract";
import type { LiveState } from "./state";
import type { LiveStore } from "./store";
import { useTicked } from "./ticker";

export interface Live {
  store: LiveStore;
  connection: Pick<LiveConnection, "attempt" | "subscribe" | "tryNow">;
}

const LiveContext = createContext<Live | null>(null);

/** What nearly everything on a screen asks, and what hardly ever changes: looked up once for all of it. */
const CutContext = createContext(false);
const TimeZoneContext = createContext("UTC");

export const LiveProvider = ({ live, children }: { live: Live; children: ReactNode }) => (
  <LiveContext value={live}>
    <Shared>{children}</Shared>
  </LiveContext>
);

function Shared({ children }: { children: ReactNode }) {
  const cut = useLive((state) => state.link === "cut");
  const timeZone = useLive((state) => state.clinic?.timeZone ?? "UTC");
  return (
    <CutContext value={cut}>
      <TimeZoneContext value={timeZone}>{children}</TimeZoneContext>
    </CutContext>
  );
}

export function useLiveStore(): LiveStore {
  const live = useContext(LiveContext);
  if (!live) throw new Error("No live feed above this component.");
  return live.store;
}

/** Part of the live state. The selector must give the same object while nothing it looks at has changed. */
export function useLive<T>(select: (state: LiveState) => T): T {
  const store = useLiveStore();
  return useSyncExternalStore(store.subscribe, () => select(store.shown()));
}

export const useChair = (chair: string): ChairView | undefined => useLive((state) => state.chairs[chair]);

export const useIsCut = (): boolean => useContext(CutContext);

/** The clinic's; until it is known, UTC. */
export const useTimeZone = (): string => useContext(TimeZoneContext);

/** Something derived from the server's clock, once a second. */
export function useClock<T extends string | number | boolean | null>(derive: (nowMs: number) => T): T {
  return useTicked(useLiveStore().ticker, derive);
}

export function useAttempt(): { attempt: Attempt | null; tryNow: () => void } {
  const live = useContext(LiveContext);
  if (!live) throw new Error("No live feed above this component.");
  const { connection } = live;
  return { attempt: useSyncExternalStore(connection.subscribe, connection.attempt), tryNow: connection.tryNow };
}
