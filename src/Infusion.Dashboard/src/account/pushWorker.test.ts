import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it, vi } from "vitest";

type Listener = (event: unknown) => void;

/** The file as the browser gets it, in a scope that the test has made. */
function load(fetchIt: typeof fetch) {
  const listeners: Record<string, Listener> = {};
  const shown: { title: string; options: NotificationOptions & { renotify?: boolean } }[] = [];
  const opened: string[] = [];
  const focused: string[] = [];
  const page = (url: string) => ({ url, focus: async () => void focused.push(url) });
  const scope = {
    addEventListener: (name: string, listener: Listener) => {
      listeners[name] = listener;
    },
    location: { origin: "https://infusion.example" },
    registration: {
      showNotification: async (title: string, options: NotificationOptions) => void shown.push({ title, options }),
    },
    clients: {
      matchAll: async () => [page("https://infusion.example/"), page("https://infusion.example/chairs/A2")],
      openWindow: async (url: string) => void opened.push(url),
      claim: async () => undefined,
    },
    skipWaiting: async () => undefined,
  };
  new Function("self", "fetch", readFileSync("public/push-worker.js", "utf8"))(scope, fetchIt);
  const fire = async (name: string, event: Record<string, unknown>) => {
    let done: Promise<unknown> = Promise.resolve();
    listeners[name]?.({
      ...event,
      waitUntil: (work: Promise<unknown>) => {
        done = work;
      },
    });
    await done;
  };
  return { fire, shown, opened, focused, scope };
}

describe("the worker of pushes", () => {
  const receipts: string[] = [];
  let statuses: (number | null)[];
  const fetchIt = (async (path: string, init: RequestInit) => {
    receipts.push(`${init.method} ${path} ${init.body} ${init.credentials}`);
    const status = statuses.shift();
    if (status == null) throw new TypeError("not reached");
    return new Response(null, { status });
  }) as unknown as typeof fetch;
  const words = (part: object = {}) => ({
    title: "HIGH: Chair A2",
    body: "SpO2 low",
    tag: "alarm-1",
    path: "/chairs/A2",
    isQuiet: false,
    token: "t1",
    sentAt: new Date().toISOString(),
    ...part,
  });
  const data = (said: unknown) => ({ data: { json: () => said } });

  beforeEach(() => {
    receipts.length = 0;
    statuses = [204];
  });

  it("shows what was pushed and then says that it came, without a cookie", async () => {
    const worker = load(fetchIt);
    await worker.fire("push", data(words()));
    expect(worker.shown).toEqual([
      {
        title: "HIGH: Chair A2",
        options: expect.objectContaining({
          tag: "alarm-1",
          renotify: true,
          silent: false,
          data: { path: "/chairs/A2" },
        }),
      },
    ]);
    expect(receipts).toEqual(['POST /api/push/receipts {"token":"t1"} omit']);
  });

  it("says nothing when nothing could be shown", async () => {
    const worker = load(fetchIt);
    worker.scope.registration.showNotification = vi.fn(async () => Promise.reject(new TypeError("not allowed")));
    await expect(worker.fire("push", data(words()))).rejects.toThrow("not allowed");
    expect(receipts).toEqual([]);
  });

  it("replaces quietly what is over, and confirms nothing that awaits no receipt", async () => {
    const worker = load(fetchIt);
    await worker.fire("push", data(words({ isQuiet: true, token: null })));
    expect(worker.shown[0]?.options).toMatchObject({ renotify: false, silent: true, requireInteraction: false });
    expect(receipts).toEqual([]);
  });

  it("says that one came late, and that one cannot be read", async () => {
    const worker = load(fetchIt);
    await worker.fire("push", data(words({ sentAt: new Date(Date.now() - 91_000).toISOString() })));
    await worker.fire("push", { data: null });
    expect(worker.shown.map(({ title }) => title)).toEqual(["LATE. HIGH: Chair A2", "Infusion: look at the board"]);
  });

  it("tries the receipt again while the server is away, not for ever and not against a refusal", async () => {
    statuses = [null, 503, 204];
    await load(fetchIt).fire("push", data(words()));
    expect(receipts).toHaveLength(3);
    receipts.length = 0;
    statuses = [null, null, null, 204];
    await load(fetchIt).fire("push", data(words()));
    expect(receipts).toHaveLength(3);
    receipts.length = 0;
    statuses = [404, 204];
    await load(fetchIt).fire("push", data(words()));
    expect(receipts).toHaveLength(1);
  });

  it("leads to the chair, in a page that shows it or a new one, and nowhere else", async () => {
    const worker = load(fetchIt);
    const close = vi.fn();
    await worker.fire("notificationclick", { notification: { close, data: { path: "/chairs/A2" } } });
    await worker.fire("notificationclick", { notification: { close, data: { path: "/chairs/A3" } } });
    await worker.fire("notificationclick", { notification: { close, data: { path: "https://elsewhere.example/" } } });
    expect(worker.focused).toEqual(["https://infusion.example/chairs/A2"]);
    expect(worker.opened).toEqual(["https://infusion.example/chairs/A3"]);
    expect(close).toHaveBeenCalledTimes(3);
  });
});
