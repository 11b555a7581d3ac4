import { t } from "@lingui/core/macro";
import type { ChairHolder } from "../live/contract";

/** Who has the chair, who covers it, whom it is offered to. */
export function holderWords(holder: ChairHolder | null, nameOf: (name: string) => string): string {
  if (!holder) return t`Nobody has this chair.`;
  const sentences = [t`${nameOf(holder.person)} has this chair.`];
  if (holder.cover) sentences.push(t`On a break: ${nameOf(holder.cover)} covers.`);
  if (holder.offeredTo) {
    const to = nameOf(holder.offeredTo);
    sentences.push(
      holder.isOfferedForBreak ? t`${to} is asked to cover a break.` : t`Offered to ${to}, not yet accepted.`,
    );
  }
  return sentences.join(" ");
}
