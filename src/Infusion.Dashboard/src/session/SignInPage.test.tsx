import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SignInPage } from "./SignInPage";

describe("signing in", () => {
  const fetches = vi.fn<typeof fetch>();

  beforeEach(() => {
    fetches.mockReset();
    vi.stubGlobal("fetch", fetches);
    const router = createMemoryRouter(
      [
        { path: "/sign-in", element: <SignInPage /> },
        { path: "/chairs/:chair", element: <p>the chair</p> },
        { path: "/", element: <p>the board</p> },
      ],
      { initialEntries: [{ pathname: "/sign-in", state: { from: "/chairs/A3" } }] },
    );
    render(
      <QueryClientProvider client={new QueryClient()}>
        <MantineProvider>
          <RouterProvider router={router} />
        </MantineProvider>
      </QueryClientProvider>,
    );
    fireEvent.change(screen.getByLabelText("Name"), { target: { value: "okafor" } });
    fireEvent.change(screen.getByLabelText("Password"), { target: { value: "secret" } });
  });
  afterEach(() => vi.unstubAllGlobals());

  const submit = () => fireEvent.click(screen.getByRole("button", { name: "Sign in" }));

  it("says that the name or the password is wrong, and forgets the password", async () => {
    fetches.mockResolvedValueOnce(new Response("{}", { status: 401 }));
    submit();
    expect(await screen.findByText(/Name or password is wrong/)).toBeTruthy();
    expect((screen.getByLabelText("Password") as HTMLInputElement).value).toBe("");
    expect((screen.getByLabelText("Name") as HTMLInputElement).value).toBe("okafor");
  });

  it("tells a server that is away from a wrong password", async () => {
    fetches.mockRejectedValueOnce(new TypeError("network"));
    submit();
    expect(await screen.findByText(/cannot be reached/)).toBeTruthy();
  });

  it("asks for the code where there is a second factor, and for the password again on request", async () => {
    fetches.mockResolvedValueOnce(new Response(null, { status: 202 }));
    submit();
    fireEvent.change(await screen.findByLabelText("Code"), { target: { value: "123 456" } });
    expect(screen.queryByLabelText("Password")).toBeNull();
    fetches.mockResolvedValueOnce(Response.json({ detail: "The code is wrong." }, { status: 401 }));
    submit();
    expect(await screen.findByText("The code is wrong.")).toBeTruthy();
    fetches.mockResolvedValueOnce(new Response(null, { status: 204 }));
    submit();
    expect(await screen.findByText("the chair")).toBeTruthy();
    expect(String(fetches.mock.calls.at(-1)?.[0])).toBe("/api/sign-in/second-factor");
  });

  it("goes where the person was headed", async () => {
    fetches.mockResolvedValueOnce(new Response(null, { status: 204 }));
    submit();
    expect(await screen.findByText("the chair")).toBeTruthy();
  });
});
