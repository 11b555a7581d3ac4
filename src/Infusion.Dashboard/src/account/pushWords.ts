import { clockTime } from "../ui/format";

/** What was told to one browser. */
export interface Told {
  toldAt: string;
  outcome: string;
  receivedAt: string | null;
}

const words: Record<string, string> = {
  waiting: "not sent yet",
  sent: "not confirmed",
  gone: "not sent: the browser had unsubscribed",
  failed: "not sent: the push service did not take it",
  dropped: "not sent: too many waited",
  grouped: "not sent by itself: one message stood for many",
  replaced: "not sent: something newer took its place",
};

/** For example: told 10:42:07, received 10:42:09. */
export const toldWords = (told: Told, timeZone: string): string =>
  `told ${clockTime(told.toldAt, timeZone, true)}, ${
    told.receivedAt === null
      ? (words[told.outcome] ?? "not confirmed")
      : `received ${clockTime(told.receivedAt, timeZone, true)}`
  }`;
