import { t } from "@lingui/core/macro";
import { clockTime } from "../ui/format";

/** What was told to one browser. */
export interface Told {
  toldAt: string;
  outcome: string;
  receivedAt: string | null;
}

const words: Record<string, string> = {
  waiting: t`not sent yet`,
  sent: t`not confirmed`,
  gone: t`not sent: the browser had unsubscribed`,
  failed: t`not sent: the push service did not take it`,
  dropped: t`not sent: too many waited`,
  grouped: t`not sent by itself: one message stood for many`,
  replaced: t`not sent: something newer took its place`,
};

/** For example: told 10:42:07, received 10:42:09. */
export const toldWords = (told: Told, timeZone: string): string =>
  told.receivedAt === null
    ? t`told ${clockTime(told.toldAt, timeZone, true)}, ${words[told.outcome] ?? t`not confirmed`}`
    : t`told ${clockTime(told.toldAt, timeZone, true)}, received ${clockTime(told.receivedAt, timeZone, true)}`;
