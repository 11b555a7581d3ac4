import { act, fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { drafts } from "../session/drafts";
import { snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { discouragedIn } from "./discouraged";
import type { WrittenWords } from "./queries";
import { WordsNotice } from "./WordsNotice";
import WordsPage, { wordsOf } from "./WordsPage";

const list = [
  { text: "trip", suggestion: "dissociation" },
  { text: "failed treatment", suggestion: "did not respond" },
];

const written: WrittenWords = {
  version: 2,
  words: {
    marksDiscouraged: true,
    discouraged: list,
    tablet: { greeting: "Welcome", introduction: "i", thanks: "t", help: "h", urgent: "u" },
  },
  writtenBy: "adler",
  writtenAt: null,
};

const sent: Record<string, unknown>[] = [];
let kept: WrittenWords;
let refusal: string | null;

beforeEach(() => {
  sent.length = 0;
  drafts.forget();
  kept = written;
  refusal = null;
  vi.stubGlobal("fetch", async (_path: string, request?: RequestInit) => {
    if (request?.method === "PUT") {
      sent.push(JSON.parse(String(request.body)));
      if (refusal) return Response.json({ detail: refusal }, { status: 409 });
    }
    return Response.json(kept);
  });
});
afterEach(() => vi.unstubAllGlobals());

const show = (what: ReactNode, roles?: string[]) => {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  return render(
    <LiveStage store={store} {...(roles ? { roles } : {})}>
      {what}
    </LiveStage>,
  );
};

describe("discouraged words", () => {
  it.each([
    ["A trip began", ["trip"]],
    ["TRIPS, twice", ["trip"]],
    ["triple dose, strip, tripod", []],
    ["two failed\ntreatments", ["failed treatment"]],
    ["The pressure is high", []],
    ["", []],
  ])("are whole words in any case: %s", (text, found) => {
    expect(discouragedIn(text, list).map((word) => word.text)).toEqual(found);
  });

  it("are marked with what the clinic says, and not while the clinic marks none", async () => {
    const shown = show(<WordsNotice text="A long trip" />);
    expect((await screen.findByText("trip")).tagName).toBe("MARK");
    expect(screen.getByRole("status").textContent).toBe("trip This clinic says: dissociation.");
    shown.unmount();
    kept = { ...written, words: { ...written.words, marksDiscouraged: false } };
    show(<WordsNotice text="A long trip" />);
    await act(async () => undefined);
    expect(screen.getByRole("status").textContent).toBe("");
  });
});

describe("the clinic's words", () => {
  it("are changed by a manager, on top of the version that was read", async () => {
    show(<WordsPage />, ["manager"]);
    await screen.findByText("Version 2, by adler.");
    fireEvent.change(screen.getByLabelText(/Discouraged words/), { target: { value: "sitter = support person\n" } });
    fireEvent.change(screen.getByLabelText("On the tablet. Greeting"), { target: { value: "Good to see you" } });
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Save the words" })));
    expect(sent).toMatchObject([
      {
        expected: 2,
        words: {
          discouraged: [{ text: "sitter", suggestion: "support person" }],
          tablet: { greeting: "Good to see you" },
        },
      },
    ]);
  });

  const greeting = () => screen.getByLabelText("On the tablet. Greeting") as HTMLTextAreaElement;
  const lines = () => screen.getByLabelText(/Discouraged words/) as HTMLTextAreaElement;
  const press = (name: string) => act(async () => fireEvent.click(screen.getByRole("button", { name })));

  it("that are not saved outlive a reload, also what was emptied, and go when they are saved", async () => {
    const first = show(<WordsPage />, ["manager"]);
    await screen.findByText("Version 2, by adler.");
    expect(screen.queryByRole("button", { name: "Drop what you wrote" })).toBeNull();
    fireEvent.change(lines(), { target: { value: "" } });
    fireEvent.click(screen.getByRole("checkbox"));
    first.unmount();

    show(<WordsPage />, ["manager"]);
    await screen.findByText(/Not saved yet/);
    expect(lines().value).toBe("");
    expect(greeting().value).toBe("Welcome");
    kept = { ...written, version: 3, words: { ...written.words, marksDiscouraged: false, discouraged: [] } };
    await press("Save the words");
    expect(sent).toMatchObject([{ expected: 2, words: { marksDiscouraged: false, discouraged: [] } }]);
    expect(screen.getByText("Version 3, by adler.")).toBeTruthy();
    expect(screen.queryByText(/Not saved yet/)).toBeNull();
    expect(sessionStorage).toHaveLength(0);
  });

  it("that somebody else has saved meanwhile are not overwritten, and what was written can be dropped", async () => {
    const first = show(<WordsPage />, ["manager"]);
    await screen.findByText("Version 2, by adler.");
    fireEvent.change(greeting(), { target: { value: "Mine" } });
    first.unmount();

    kept = {
      ...written,
      version: 3,
      words: { ...written.words, tablet: { ...written.words.tablet, greeting: "Hers" } },
    };
    refusal = "Version 3 is there already.";
    show(<WordsPage />, ["manager"]);
    await screen.findByText(/Somebody saved version 3 while you wrote over version 2/);
    expect(greeting().value).toBe("Mine");
    await press("Save the words");
    expect(sent).toMatchObject([{ expected: 2 }]);
    expect(screen.getByRole("alert").textContent).toBe("Not saved: Version 3 is there already.");
    await press("Drop what you wrote");
    expect(greeting().value).toBe("Hers");
    expect(screen.getByRole("alert").textContent).toBe("");
  });

  it("are read by everybody else", async () => {
    show(<WordsPage />, ["nurse"]);
    await screen.findByText(/A manager may change them/);
    expect(screen.queryByRole("button", { name: "Save the words" })).toBeNull();
  });

  it("are one a line", () => {
    expect(wordsOf("a = b\n\n c=d = e\nlonely")).toEqual([
      { text: "a", suggestion: "b" },
      { text: "c", suggestion: "d = e" },
      { text: "lonely", suggestion: "" },
    ]);
  });
});
