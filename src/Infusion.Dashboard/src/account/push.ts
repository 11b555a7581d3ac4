import { t } from "@lingui/core/macro";
import { account } from "./api";

/** Why this browser cannot be told; null: it can. */
export type Obstacle = "insecure" | "home-screen" | "unsupported" | "denied" | null;

const isApple = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

export function obstacle(): Obstacle {
  if (!window.isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window))
    // Pages in a browser have no push there; those on the home screen do.
    return isApple() ? "home-screen" : "unsupported";
  return Notification.permission === "denied" ? "denied" : null;
}

const worker = "/push-worker.js";

/** @returns Where this browser is told; null: nowhere. */
export async function endpointHere(): Promise<string | null> {
  if (!("serviceWorker" in navigator)) return null;
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager?.getSubscription())?.endpoint ?? null;
}

const base64Url = (bytes: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** By a press of the person: browsers ask only then. */
export async function turnOn(key: string, name: string): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted")
    throw new Error(t`The browser was not allowed to show notifications, so nothing was turned on.`);
  await navigator.serviceWorker.register(worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that was made for another key of this server reaches nobody.
  const before = await pushManager.getSubscription();
  if (before && base64Url(before.options.applicationServerKey) !== key) await before.unsubscribe();
  let made: PushSubscription;
  try {
    made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch {
    throw new Error(t`The browser's push service did not answer. Is this device connected to the internet?`);
  }
  await account.addPush({
    name,
    endpoint: made.endpoint,
    p256dh: base64Url(made.getKey("p256dh")),
    auth: base64Url(made.getKey("auth")),
  });
}

/** The server first: whatever becomes of the browser's part, nothing is sent any more. */
export async function turnOff(id: string, isHere: boolean): Promise<void> {
  await account.removePush(id);
  if (!isHere) return;
  const registration = await navigator.serviceWorker.getRegistration("/");
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}
