import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// How long a test waits for what must come; a machine with other work to do is slow, not wrong.
configure({ asyncUtilTimeout: 20_000 });

// jsdom has neither; Mantine asks for both.
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }) satisfies MediaQueryList;

window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

afterEach(cleanup);
