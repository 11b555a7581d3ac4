/** Whether this screen is locked. The server decides it; every tab of this browser follows. */
let locked = false;
const listeners = new Set<() => void>();
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("infusion.lock");

const hear = (now: boolean): void => {
  if (now === locked) return;
  locked = now;
  for (const listener of listeners) listener();
};
tabs?.addEventListener("message", (message: MessageEvent<boolean>) => hear(message.data));

export const lock = {
  isLocked: (): boolean => locked,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  set: (now: boolean): void => {
    if (now === locked) return;
    hear(now);
    tabs?.postMessage(now);
  },
};

/** What the board reads, and the way back. All else is not even asked: each try would be a line of the audit trail. */
const open =
  /^\/api\/(me|clock|sign-in(\/.*)?|sign-out|screen\/.*|links\/.*|wall(\/.*)?|clinics\/[^/]+\/(people|chairs\/duty|patients\/[^/]+|sessions\/[^/]+\/trends))$/;

export const isOpenWhenLocked = (path: string): boolean => open.test(path.split("?")[0] ?? "");
