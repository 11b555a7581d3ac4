// Shows what was pushed and says that it came. Nothing else: no page is served from here and nothing is kept.

/** A push service may keep a message back, and a telephone may sleep. */
const lateAfterMs = 90_000;

const receiptTries = 3;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(told(event.data)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path ?? "/"));
});

async function told(data) {
  const said = wordsOf(data);
  const isLate = Date.now() - Date.parse(said.sentAt) > lateAfterMs;
  await self.registration.showNotification(isLate ? `LATE. ${said.title}` : said.title, {
    body: said.body,
    tag: said.tag,
    renotify: !said.isQuiet,
    silent: said.isQuiet,
    requireInteraction: !said.isQuiet,
    icon: "/icon-192.png",
    data: { path: said.path },
  });
  // Only now: a receipt says that it is shown.
  if (said.token) await confirm(said.token);
}

/** Browsers want something shown for each push, also for one that cannot be read. */
function wordsOf(data) {
  try {
    return data.json();
  } catch {
    return { title: "Infusion: look at the board", body: "A message could not be read.", tag: "unread", path: "/" };
  }
}

async function confirm(token) {
  for (let tries = 0; tries < receiptTries; tries++) {
    try {
      const answer = await fetch("/api/push/receipts", {
        method: "POST",
        credentials: "omit",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ token }),
      });
      if (answer.status < 500) return;
    } catch {
      // Not reached: again. In the end nobody confirmed it, and that is what is shown.
    }
  }
}

async function open(path) {
  const address = new URL(path, self.location.origin);
  if (address.origin !== self.location.origin) return;
  for (const page of await self.clients.matchAll({ type: "window" })) {
    if (new URL(page.url).pathname === address.pathname) {
      await page.focus();
      return;
    }
  }
  await self.clients.openWindow(address.href);
}
