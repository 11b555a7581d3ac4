import { fireEvent, screen, waitFor } from "@testing-library/react";
import { Route } from "react-router";
import { describe, expect, it } from "vitest";
import TabletPage from "./TabletPage";
import { accessible, answers, click, sent, show, tablet, withServer } from "./testStage";

withServer();

describe("the tablet", () => {
  const page = <Route path="/tablet/:clinic/:token" element={<TabletPage />} />;

  it("asks one question at a time, lets one be left out, and hands in once", async () => {
    show("/tablet/harbor/secret", page);
    await screen.findByRole("heading", { name: "Welcome" });
    expect(screen.getByText("For J.M.")).toBeTruthy();
    expect(document.body.textContent).not.toContain("Marlow");
    await accessible();
    await click("Begin");
    expect(screen.getByRole("heading", { name: "Question 1 of 2" })).toBe(document.activeElement);
    expect(screen.queryByText("Thoughts of being better off dead")).toBeNull();
    fireEvent.click(screen.getByRole("radio", { name: "Several days" }));
    await click("Next");
    await click("Leave out");
    expect(screen.getByText(/You have left out one question/)).toBeTruthy();
    await click("Back");
    await click("Back");
    expect((screen.getByRole("radio", { name: "Several days" }) as HTMLInputElement).checked).toBe(true);
    await click("Next");
    await click("Leave out");
    answers["/api/tablet/harbor/secret"] = () => Response.json({ sentence: "Thank you." });
    await click("Hand in my answers");
    expect(sent.at(-1)?.body).toMatchObject({ answers: [{ instrument: "phq9", items: [1, null] }] });
    await screen.findByText("Thank you.");
    expect(localStorage.length + sessionStorage.length).toBe(0);
  });

  it("keeps the answers and the command when it could not be handed in", async () => {
    show("/tablet/harbor/secret", page);
    await screen.findByRole("heading", { name: "Welcome" });
    await click("Begin");
    fireEvent.click(screen.getByRole("radio", { name: "Several days" }));
    await click("Next");
    await click("Leave out");
    answers["/api/tablet/harbor/secret"] = () => new Response(null, { status: 503 });
    await click("Hand in my answers");
    expect((await screen.findByRole("alert")).textContent).toContain("Your answers are still here");
    await click("Hand in my answers");
    expect(new Set(sent.map(({ body }) => body.commandId)).size).toBe(1);
  });

  it("says what to do with a link that was used or is late", async () => {
    answers["/api/tablet/harbor/secret"] = () =>
      Response.json({
        ...tablet,
        state: "late",
        sentence: "The time is over. Please ask at the desk.",
        initials: null,
        instruments: [],
      });
    show("/tablet/harbor/secret", page);
    await waitFor(() => expect(screen.getByText("The time is over. Please ask at the desk.")).toBeTruthy());
    expect(screen.queryByRole("button")).toBeNull();
  });
});
