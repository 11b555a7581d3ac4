// What the server says of alarms; see contract.ts.

export type Priority = "high" | "medium" | "low";

export interface AlarmView {
  id: string;
  /** Where commands about it go: its session, or the clinic's own stream when chair is null. */
  session: string;
  chair: string | null;
  rule: string; // "SR-001"
  code: string; // "spo2-low"
  metric: string | null;
  source: string | null; // device id
  priority: Priority;
  /** active: the condition is there. latched: it went, nobody has acknowledged it. */
  presence: "active" | "latched" | "inactive";
  acknowledged: boolean;
  acknowledgedBy: string | null;
  audioPausedUntil: string | null;
  onsetAt: string;
  raisedAt: string;
  /** The sentence without numbers' units being lost: "SpO2 86 %, limit 90 %". */
  headline: string;
  /** What to do. Sample text until a medical director approves it. */
  action: string;
  observed: number | null;
  limit: number | null;
  unit: string | null;
  /** False: neither a pause nor an acknowledgement silences it while its condition holds. */
  maySilence: boolean;
  /** It has a sound, were that not paused. */
  calls: boolean;
  /** When its condition last came back; null: it never went. */
  returnedAt: string | null;
  /** The alarm that speaks for this one. */
  causedBy: string | null;
  /** The first of many alarms that came in a rush and sound as one. */
  group: string | null;
  /** null: nobody has been called yet. */
  call: AlarmCall | null;
}

/** Who is asked to go to an alarm. */
export interface AlarmCall {
  /** Of the duty list, from 1; 0: nobody on duty is named. */
  step: number;
  people: string[]; // sign-in names
  /** An answer is awaited until then, or the next reminder comes. */
  until: string | null;
  acceptedBy: string | null;
  reminders: number;
}
