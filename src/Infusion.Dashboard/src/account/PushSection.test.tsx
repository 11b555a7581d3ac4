import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Act } from "./AccountPage";
import type { PushBrowser, Pushes } from "./api";
import { PushSection } from "./PushSection";

const here = "https://push.example/here";
const telephone: PushBrowser = {
  id: "b1",
  name: "Telephone",
  endpoint: "https://push.example/telephone",
  addedAt: "2026-11-29T10:00:00Z",
  toldAt: null,
  outcome: null,
  receivedAt: null,
};

describe("alarms pushed to oneself", () => {
  const sent: string[] = [];
  let pushes: Pushes;
  let subscribed: { endpoint: string; key: number[] } | null;
  let unsubscribed: number;

  beforeEach(() => {
    sent.length = 0;
    subscribed = null;
    unsubscribed = 0;
    pushes = { isOffered: true, key: "BAUG", browsers: [] };
    vi.stubGlobal("fetch", async (path: string, init: RequestInit = {}) => {
      if (init.method === undefined) return Response.json(pushes);
      sent.push(`${init.method} ${path} ${init.body ?? ""}`.trim());
      return new Response(null, { status: 204 });
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    Reflect.deleteProperty(navigator, "serviceWorker");
    Reflect.deleteProperty(navigator, "userAgent");
  });

  const act: Act = async (what) => {
    try {
      await what();
      return true;
    } catch (failed) {
      sent.push(String(failed));
      return false;
    }
  };
  const show = async () => {
    const { container } = render(
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <PushSection act={act} />
      </QueryClientProvider>,
    );
    await waitFor(() => expect(screen.queryByText("Reading.")).toBeNull());
    return container;
  };
  /** A browser that can be told. */
  const canPush = (permission: NotificationPermission, asked: NotificationPermission = permission) => {
    vi.stubGlobal("isSecureContext", true);
    vi.stubGlobal("PushManager", class {});
    vi.stubGlobal("Notification", { permission, requestPermission: async () => asked });
    const subscription = () =>
      subscribed && {
        endpoint: subscribed.endpoint,
        options: { applicationServerKey: new Uint8Array(subscribed.key).buffer },
        getKey: (name: string) => new Uint8Array(name === "auth" ? [251, 255] : [1, 2, 3]).buffer,
        unsubscribe: async () => {
          unsubscribed++;
          subscribed = null;
        },
      };
    const registration = {
      pushManager: {
        getSubscription: async () => subscription(),
        subscribe: async () => {
          subscribed ??= { endpoint: here, key: [4, 5, 6] };
          return subscription();
        },
      },
    };
    Object.defineProperty(navigator, "serviceWorker", {
      configurable: true,
      value: {
        register: async (path: string) => void sent.push(`register ${path}`),
        ready: Promise.resolve(registration),
        getRegistration: async () => registration,
      },
    });
  };

  it("says that it is a courtesy, and what is in the way", async () => {
    await show();
    expect(screen.getByText("A courtesy, not the alarm of record:")).toBeTruthy();
    expect(screen.getByText(/plain HTTP/)).toBeTruthy();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it.each([
    ["Mozilla/5.0 (X11; Linux x86_64)", /takes no pushes/],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", /Add to Home Screen/],
  ])("says what a browser without push can do: %s", async (userAgent, words) => {
    vi.stubGlobal("isSecureContext", true);
    Object.defineProperty(navigator, "userAgent", { configurable: true, value: userAgent });
    await show();
    expect(screen.getByText(words)).toBeTruthy();
  });

  it("says that notifications are forbidden here", async () => {
    canPush("denied");
    await show();
    expect(screen.getByText(/show no notifications/)).toBeTruthy();
  });

  it("says that whoever runs the server has switched it off, and still removes", async () => {
    canPush("default");
    pushes = { ...pushes, isOffered: false, browsers: [telephone] };
    await show();
    expect(screen.getByText("Whoever runs this server has switched pushes off.")).toBeTruthy();
    expect(screen.getAllByRole("button").map((button) => button.textContent)).toEqual(["Remove Telephone"]);
  });

  it("turns this browser on by a press, with a name and the server's key", async () => {
    canPush("default", "granted");
    const container = await show();
    const button = screen.getByRole("button", { name: "Tell this browser" });
    expect(button).toHaveProperty("disabled", true);
    fireEvent.change(screen.getByLabelText("Name of this browser"), { target: { value: " My telephone " } });
    expect((await axe.run(container, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);
    fireEvent.click(button);
    await waitFor(() =>
      expect(sent).toEqual([
        "register /push-worker.js",
        `POST /api/account/push {"name":"My telephone","endpoint":"${here}","p256dh":"AQID","auth":"-_8"}`,
      ]),
    );
    expect(unsubscribed).toBe(0);
  });

  it("leaves a subscription that was made for another key of the server", async () => {
    canPush("granted");
    subscribed = { endpoint: "https://push.example/old", key: [9, 9, 9] };
    await show();
    fireEvent.change(screen.getByLabelText("Name of this browser"), { target: { value: "x" } });
    fireEvent.click(screen.getByRole("button", { name: "Tell this browser" }));
    await waitFor(() => expect(sent.some((line) => line.includes(here))).toBe(true));
    expect(unsubscribed).toBe(1);
  });

  it("says when the person does not allow it, and sends nothing", async () => {
    canPush("default", "denied");
    await show();
    fireEvent.change(screen.getByLabelText("Name of this browser"), { target: { value: "x" } });
    fireEvent.click(screen.getByRole("button", { name: "Tell this browser" }));
    await waitFor(() => expect(sent).toEqual([expect.stringContaining("not allowed to show notifications")]));
  });

  it("shows what was told and received, tries, and removes the browser and its subscription", async () => {
    canPush("granted");
    subscribed = { endpoint: here, key: [4, 5, 6] };
    pushes.browsers = [
      { ...telephone, toldAt: "2026-11-30T10:42:07Z", outcome: "sent", receivedAt: "2026-11-30T10:42:09Z" },
      { ...telephone, id: "b2", name: "Tablet", toldAt: "2026-11-30T10:42:07Z", outcome: "failed" },
      { ...telephone, id: "b3", name: "Laptop", endpoint: here },
    ];
    await show();
    expect(await screen.findByText(/, this browser/)).toBeTruthy();
    const lines = screen.getAllByRole("listitem").map((line) => line.textContent);
    expect(lines[0]).toMatch(/told \d\d:\d\d:07, received \d\d:\d\d:09\./);
    expect(lines[1]).toContain("not sent: the push service did not take it");
    expect(lines[2]).toContain("told nothing yet");
    expect(screen.queryByRole("button", { name: "Tell this browser" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Try Telephone" }));
    fireEvent.click(screen.getByRole("button", { name: "Remove Telephone" }));
    fireEvent.click(screen.getByRole("button", { name: "Remove Laptop" }));
    await waitFor(() => expect(unsubscribed).toBe(1));
    expect(sent).toEqual([
      "POST /api/account/push/b1/trial {}",
      "DELETE /api/account/push/b1",
      "DELETE /api/account/push/b3",
    ]);
  });
});
