import { t } from "@lingui/core/macro";
import { NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { LimitView } from "../live/contract";
import { useSend } from "../session/SessionContext";
import { priorityWords, sideWords } from "../ui/words";
import { limitFigure, limitKey } from "./limits";

interface AdjustLimitProps {
  limits: LimitView[];
  session: string;
  onDone: () => void;
}

/** The server decides; this only says within which bounds it will. */
export function AdjustLimit({ limits, session, onDone }: AdjustLimitProps) {
  const send = useSend();
  const [key, setKey] = useState(() => (limits[0] ? limitKey(limits[0]) : ""));
  const [value, setValue] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState(false);
  const limit = limits.find((each) => limitKey(each) === key);
  if (!limit) return null;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (value === null || reason.trim() === "") return;
    const { metric, side, priority } = limit;
    setRefused(false);
    const done = await send(session, { type: "adjust_limit", metric, side, priority, value, reason: reason.trim() });
    if (done) onDone();
    else setRefused(true);
  };

  return (
    <form className="limit-form" onSubmit={submit}>
      <NativeSelect
        label={t`Limit`}
        value={key}
        onChange={(event) => {
          setKey(event.currentTarget.value);
          setValue(null);
        }}
        data={limits.map((each) => ({
          value: limitKey(each),
          label: t`${each.label} ${sideWords[each.side]}, ${priorityWords[each.priority].toLowerCase()} priority`,
        }))}
      />
      <NumberInput
        label={t`New value in ${limit.unit}, ${bounds(limit)}`}
        value={value ?? ""}
        decimalScale={1}
        hideControls
        onChange={(next) => setValue(typeof next === "number" && Number.isFinite(next) ? next : null)}
      />
      <TextInput
        label={t`Reason`}
        value={reason}
        maxLength={4000}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className="actions">
        <button type="submit" className="btn btn--tall" disabled={value === null || reason.trim() === ""}>
          {t`Set for this session`}
        </button>
        <span className="note" role="status">
          {refused && t`Not adjusted. The server's reason stands above.`}
        </span>
      </div>
    </form>
  );
}

function bounds({ value, adjusted, adjustableFrom, adjustableTo }: LimitView): string {
  const approved = adjusted?.approved ?? value;
  return t`${limitFigure(adjustableFrom ?? approved)} to ${limitFigure(adjustableTo ?? approved)}, now ${limitFigure(value)}`;
}
