import { Icon } from "../ui/Icon";
import type { CheckInStatus } from "./contract";
import { statusWords } from "./words";

/** Never by colour alone: a sign and a word. */
export function Mark({ status, title }: { status: CheckInStatus; title: string }) {
  const icon = { open: "question", pass: "check", hold: "pause", overridden: "forward" } as const;
  return (
    <p className="ci-mark">
      <Icon name={icon[status]} />
      <b>{title}</b>
      <span className="ci-word">{statusWords[status]}</span>
    </p>
  );
}
