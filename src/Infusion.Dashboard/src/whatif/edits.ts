import type { LimitChange, ProtocolLimits, VitalLimit } from "./contract";
import { delayOf } from "./words";

/** What somebody typed at one limit; "": as it is. */
export interface LimitEdit {
  value: string;
  delay: string;
  off: boolean;
}

export interface Edits {
  limits: Record<string, LimitEdit>;
  rulesOff: string[];
}

export const noEdits: Edits = { limits: {}, rulesOff: [] };
export const noEdit: LimitEdit = { value: "", delay: "", off: false };

export const keyOf = ({ metric, side, priority }: Pick<VitalLimit, "metric" | "side" | "priority">): string =>
  `${metric} ${side} ${priority}`;

/** Only what differs from the limits in force is a change. */
export function changesOf(protocol: ProtocolLimits | undefined, edits: Edits): LimitChange[] {
  return (protocol?.limits.vitals ?? []).flatMap((limit) => {
    const { metric, side, priority } = limit;
    const edit = edits.limits[keyOf(limit)] ?? noEdit;
    if (edit.off) return [{ metric, side, priority, off: true }];
    const change: LimitChange = { metric, side, priority };
    if (edit.value !== "" && Number(edit.value) !== limit.value) change.value = Number(edit.value);
    if (edit.delay !== "" && Number(edit.delay) !== delayOf(limit)) change.delaySeconds = Number(edit.delay);
    return change.value === undefined && change.delaySeconds === undefined ? [] : [change];
  });
}
