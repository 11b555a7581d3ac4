import type { AdmissionCommand } from "../admission/contract";
import type { AfterCommand } from "../after/contract";
import type { AssociationCommand } from "../devices/contract";
// What the server says over HTTP. The live hub, and what both speak of, stands in ../live/contract.ts.
import type { AlarmView, Priority } from "../live/alarmContract";
import type {
  AdverseEventOutcome,
  ConcentrationBand,
  ConcentrationView,
  DeviceView,
  DoseRoute,
  EmergencyKind,
  ManualObservation,
  ObservationScale,
  RescueResponse,
  RescueRoute,
  RescueUnit,
  Responder,
  SettingItem,
  VitalKey,
} from "../live/contract";

// HTTP API. Errors are RFC 9457 problem details: { title, detail, status }.
//   POST /api/sign-in  { name, password } -> 204 | 202: second factor | 401        POST /api/sign-out -> 204
//   423 for whatever is not the board's while the screen is locked (POST /api/screen/lock, /unlock, /touched)
//   GET  /api/me -> Me | 401
//   GET  /api/clock -> Clock (no sign-in)
//   GET  /api/clinics/{clinic}/patients/{id} -> Patient
//   GET  /api/clinics/{clinic}/devices -> DeviceView[] with chair and waiting
//   GET  /api/clinics/{clinic}/sessions/{id}/trends?from=&to= -> Trends
//   GET  /api/clinics/{clinic}/sessions/{id}/concentration?rateMlPerHour=&belowNgPerMl= -> ConcentrationCourse
//   GET  /api/clinics/{clinic}/sessions/{id}/events -> ChartEvent[]
//   POST /api/clinics/{clinic}/sessions/{id}/commands  Command -> CommandResult | 409 problem
//   GET  /api/clinics/{clinic}/sessions/{id}/alarms/{alarm} -> AlarmHistory
//   GET  /api/clinics/{clinic}/alarms/{alarm}/pushes -> PushTold[]
//   GET  /api/clinics/{clinic}/people -> Colleague[]
//   GET  /api/clinics/{clinic}/duty -> Duty              PUT { commandId, chair, chain } by a manager or charge nurse
export interface Me {
  name: string;
  displayName: string;
  roles: string[];
  clinics: { id: string; name: string }[];
  /** Nobody has touched this browser for a while, or somebody has locked it. */
  locked: boolean;
  idleMinutes: number;
}

export interface Clock {
  now: string;
  speed: number;
}

export interface Patient {
  id: string;
  initials: string;
  name: string;
  birthDate: string;
  mrn: string;
}

export interface ClinicDevice extends DeviceView {
  /** Chair it stands at by configuration. */
  homeChair: string | null;
  /** Where its gateway says that it stands; null: it does not say. */
  hintChair?: string | null;
  /** Session it is attached to now. */
  session: string | null;
  /** Not yet accepted: seen under the enrolment credential, charts nothing. */
  waiting: boolean;
  /** The server's time less the device's; negative: ahead, null: unknown. */
  clockBehindSeconds: number | null;
  clockConfidence: "unknown" | "settling" | "settled";
}

/** [epoch milliseconds, value]; a null value is "no value", an absent stretch is a gap. */
export type Series = [number, number | null][];

/** A stretch without telemetry of a device that was attached. */
export interface TelemetryGap {
  from: number;
  to: number;
  device: string;
  /** Messages of its numbering that have not arrived; null: nothing was received, and no number is missing. */
  missing: number | null;
}

export interface Trends {
  from: string;
  to: string;
  vitals: Partial<Record<VitalKey, Series>>;
  nibp: { at: number; systolic: number | null; diastolic: number | null; mean: number | null }[];
  rateMlPerHour: Series;
  givenMg: Series;
  gaps: TelemetryGap[];
  /** What people said of values of devices; those stand in their series. */
  reviews?: { at: number; key: string; device: string; verdict: "confirmed" | "artefact"; by: string }[];
  /** What people measured, apart from what devices did; in the metrics' units. */
  byHand: {
    at: number;
    by: string;
    values: Partial<Record<"hr" | "spo2" | "rr" | "etco2" | "temp" | "systolic" | "diastolic" | "mean", number>>;
  }[];
}

/** [epoch milliseconds, plasma low, plasma high, effect site low, effect site high]; nulls: the pump was silent until here. */
export type ConcentrationPoint = [number, number | null, number | null, number | null, number | null];

export interface ConcentrationForecast {
  /** Supposed until the ordered dose is in, or without an end where it is in already; null: the pump has not said its rate. */
  rateMlPerHour: number | null;
  points: ConcentrationPoint[];
  plasmaAtPeak: ConcentrationBand;
  /** By the first and by the last of the models; null instants: not within a day. Null where no level was asked for. */
  below: { first: string | null; firstModel: string; last: string | null; lastModel: string } | null;
}

export interface ConcentrationCourse {
  models: { name: string; source: string }[];
  now: ConcentrationView | null;
  history: ConcentrationPoint[];
  /** The forecasts are null while the estimate is frozen. */
  goesOn: ConcentrationForecast | null;
  stopsNow: ConcentrationForecast | null;
  /** Null too where no rate was asked for. */
  changesTo: ConcentrationForecast | null;
}

export interface ChartEvent {
  id: string;
  type: string; // stored name: "infusion_started"
  at: string; // chart time
  recordedAt: string;
  by: string | null; // display name; null: the system
  text: string; // a sentence for people
  priority: Priority | null;
  /** Chart time of a late entry; null: charted when it happened. */
  enteredAt?: string | null;
  /** It tells of a device that was another patient's then. It did happen, and stays. */
  ofAnotherPatient?: boolean;
  /** The entry's id; null: it is none. */
  entry?: string | null;
  /** Who reads this charted it, and may take it back until then. */
  mayWithdrawUntil?: string | null;
  /** Its author took it back: it was entered in error and counts for nothing. */
  withdrawn?: { at: string; by: string; afterSeconds: number } | null;
}

export interface AlarmHistory {
  alarm: AlarmView;
  history: {
    id: string;
    type: string;
    at: string;
    recordedAt: string;
    by: string | null;
    text: string;
    /** What it was decided by: rule, limit, inputs. */
    why: string[];
  }[];
}

/** What was told of an alarm to one person's browser. A courtesy: no part of the chart. */
export interface PushTold {
  person: string;
  /** As its owner calls it. */
  device: string;
  toldAt: string;
  outcome: string;
  sentAt: string | null;
  /** Null: not confirmed. */
  receivedAt: string | null;
}

export interface Colleague {
  name: string;
  displayName: string;
  /** May sign in; who may not is still named. */
  active: boolean;
}

export interface DutyStep {
  people: string[];
  answerWithinSeconds: number;
}

export interface Duty {
  clinic: DutyStep[];
  /** Chairs with a chain of their own. */
  chairs: Record<string, DutyStep[]>;
}

export type HaltReason =
  | "completed"
  | "hypertension"
  | "distress"
  | "nausea"
  | "patients_wish"
  | "technical"
  | "desaturation"
  | "sedation"
  | "other";

/** Units stand in the names; a time that is absent is now. */
export interface HandVitals {
  systolicMmHg?: number;
  diastolicMmHg?: number;
  meanMmHg?: number;
  heartRatePerMinute?: number;
  spo2Percent?: number;
  respiratoryRatePerMinute?: number;
  temperatureCelsius?: number;
  etco2MmHg?: number;
  at?: string;
}

export type CareCommand =
  | ({ type: "chart_vitals" } & HandVitals)
  | { type: "review_vital"; metric: string; device: string; at: string; verdict: "confirmed" | "artefact" }
  | { type: "set_vitals_by_hand"; isOn: boolean }
  | { type: "give_dose"; route: DoseRoute; doseMg: number; at?: string }
  | { type: "chart_adverse_event"; code: string; grade: number; onset?: string }
  | { type: "chart_adverse_event_outcome"; adverseEvent: string; outcome: AdverseEventOutcome; at?: string }
  | {
      type: "give_rescue";
      medication: string;
      dose: number;
      unit: RescueUnit;
      route: RescueRoute;
      name?: string;
      at?: string;
    }
  | { type: "chart_rescue_response"; rescue: string; response: RescueResponse }
  | { type: "chart_setting"; item: SettingItem; isOn: boolean }
  | { type: "call_emergency"; kind: EmergencyKind }
  | { type: "chart_arrival"; who: Responder; at?: string }
  | { type: "end_emergency" };

export type Command = { commandId: string } & (
  | {
      type: "mark_ready" | "discharge" | "close";
    }
  | { type: "check_in" | "start_infusion" | "resume_infusion"; at?: string }
  | { type: "pause_infusion" | "stop_infusion"; reason?: HaltReason; at?: string }
  | CareCommand
  | AfterCommand
  | AdmissionCommand
  | AssociationCommand
  | { type: "attach_device" | "detach_device"; device: string }
  | { type: "write_note"; text: string }
  /** What its author charted in the last minute; entry: the id of that command. */
  | { type: "withdraw_entry"; entry: string }
  | { type: "acknowledge_alarm"; alarm: string }
  | { type: "pause_alarm_audio"; alarm: string; seconds: number }
  | { type: "accept_alarm" | "refuse_alarm"; alarm: string }
  | { type: "chart_observation"; what: ManualObservation; scale: ObservationScale; score: number; at?: string }
  | { type: "adjust_limit"; metric: string; side: "low" | "high"; priority: Priority; value: number; reason: string }
);

export interface CommandResult {
  /** Of the writer that took it. Another writer begins with what the store has, and may give the number again. */
  epoch: number;
  /** The input number of the command; charted when the committedInput of that epoch reaches it. */
  input: number;
}

// The trace: what became of each message. C# side: src/Infusion.Server/Trace/TraceContract.cs.
//   GET  /api/clinics/{clinic}/trace?device=&outcome=&from=&to=&before=&limit= -> TracePage | 400 problem
//   GET  /api/clinics/{clinic}/trace/{id} -> TraceDetail
//   POST /api/clinics/{clinic}/quarantine/{id}/resubmit -> ResubmitAnswer | 409 problem   (manager, integrator)
export type TraceOutcome = "live" | "late" | "unregistered" | "refused" | "status";

export interface TraceRow {
  /** Also the cursor of a page that begins after it. */
  id: string;
  outcome: TraceOutcome;
  device: string | null;
  boot: string | null;
  seq: number | null;
  /** By the device's own clock, as it was said. */
  deviceAt: string | null;
  receivedAt: string;
  evaluatedAt: string | null;
  committedAt: string | null;
  /** Chart time; null: it is on no chart. */
  chartedAt: string | null;
  chartedAtReceipt: boolean;
  /** Where the device was at that time; null: at no session. */
  chair: string | null;
  session: string | null;
  unknownKeys: string[];
  reason: string | null;
  quarantine: number | null;
  resubmission: { at: string; by: string; outcome: string; detail: string | null } | null;
}

export interface TracePage {
  rows: TraceRow[];
  next: string | null;
  /** How far back this page looked; there may be more before it while the page is empty. */
  searchedTo: string;
}

export interface TraceDetail {
  row: TraceRow;
  values: {
    key: string;
    label: string;
    value: number | null;
    unit: string;
    quality: "valid" | "questionable" | "invalid";
    measuredAt: string | null;
  }[];
  pump: { status: string; mode: string; drug: string | null } | null;
  alerts: { code: string; priority: string; text: string | null }[];
  /** Chart time less the device's time. */
  clockBehindSeconds: number | null;
  status: {
    online: boolean;
    kind: string;
    manufacturer: string | null;
    model: string | null;
    battery: number | null;
  } | null;
  detail: string | null;
  payload: { topic: string; bytes: number; text: string | null; hex: string | null } | null;
  /** Why it cannot be sent again; null: it can, or it was not refused. */
  resubmitRefused: string | null;
}

export interface ResubmitAnswer {
  outcome: "late" | "unregistered" | "duplicate" | "refused";
  detail: string | null;
}
