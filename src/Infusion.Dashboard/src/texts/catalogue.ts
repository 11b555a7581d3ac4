import type { Messages } from "@lingui/core";

/** What a page is written in. There is one; a second is chosen here, before anything is shown. */
export const catalogue = {
  locale: "en",
  /** How days, times and lists are written. */
  formats: "en-GB",
  /** By which names zones go: "EST" rather than "GMT-5". */
  zones: "en-US",
  // The English texts stand where they are said, and load with their pages.
  messages: {} as Messages,
};
