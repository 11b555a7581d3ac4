import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import LinkPage from "./LinkPage";

describe("a one-time link", () => {
  const fetches = vi.fn<typeof fetch>();
  beforeEach(() => {
    fetches.mockReset();
    vi.stubGlobal("fetch", fetches);
    window.location.hash = "#secret";
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = (view: Record<string, unknown>) => {
    fetches.mockResolvedValueOnce(
      Response.json({ name: null, displayName: null, expiresAt: "2026-12-01T10:00:00Z", asksClinic: false, ...view }),
    );
    const router = createMemoryRouter(
      [
        { path: "/link", element: <LinkPage /> },
        { path: "/sign-in", element: <p>the sign-in</p> },
      ],
      { initialEntries: ["/link"] },
    );
    render(
      <QueryClientProvider client={new QueryClient()}>
        <MantineProvider>
          <RouterProvider router={router} />
        </MantineProvider>
      </QueryClientProvider>,
    );
  };
  const bodyOf = (call: number) => JSON.parse(String(fetches.mock.calls[call]?.[1]?.body)) as unknown;

  it("asks the first manager for a name and a clinic", async () => {
    show({ kind: "first_manager", asksClinic: true });
    expect(await screen.findByText("You become the first manager")).toBeTruthy();
    fireEvent.change(screen.getByLabelText("Sign-in name"), { target: { value: "lind" } });
    fireEvent.change(screen.getByLabelText("Your name as it stands in charts"), { target: { value: "S. Lind" } });
    fireEvent.change(screen.getByLabelText("Name of the clinic"), { target: { value: "Harbor" } });
    fireEvent.change(screen.getByLabelText("Time zone of the clinic"), { target: { value: "Europe/Vienna" } });
    fireEvent.change(screen.getByLabelText("New password"), { target: { value: "seven quiet lanterns" } });
    fetches.mockResolvedValueOnce(new Response(null, { status: 204 }));
    fireEvent.click(screen.getByRole("button", { name: "Set the password" }));
    expect(await screen.findByText("the sign-in")).toBeTruthy();
    expect(bodyOf(0)).toEqual({ secret: "secret" });
    expect(bodyOf(1)).toEqual({
      secret: "secret",
      password: "seven quiet lanterns",
      first: { name: "lind", displayName: "S. Lind", clinicName: "Harbor", timeZone: "Europe/Vienna" },
    });
  });

  it("says what goes with the password, and why one was not taken", async () => {
    show({ kind: "everything", name: "moss", displayName: "E. Moss, RN" });
    expect(await screen.findByText(/second factor and your passkeys are removed/)).toBeTruthy();
    expect(screen.queryByLabelText("Sign-in name")).toBeNull();
    fetches.mockResolvedValueOnce(Response.json({ detail: "The password has 5 characters." }, { status: 400 }));
    fireEvent.change(screen.getByLabelText("New password"), { target: { value: "short" } });
    fireEvent.click(screen.getByRole("button", { name: "Set the password" }));
    expect(await screen.findByText("The password has 5 characters.")).toBeTruthy();
  });
});
