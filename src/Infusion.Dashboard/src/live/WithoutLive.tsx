import { type ReactNode, useMemo } from "react";
import { type Live, LiveProvider } from "./LiveContext";
import { LiveStore } from "./store";

/** For whoever may not see the live board: no connection, and so nothing live on any page. */
export function WithoutLive({ children }: { children: ReactNode }) {
  const live = useMemo<Live>(
    () => ({
      store: new LiveStore(),
      connection: { attempt: () => null, subscribe: () => () => undefined, tryNow: () => undefined },
    }),
    [],
  );
  return <LiveProvider live={live}>{children}</LiveProvider>;
}
