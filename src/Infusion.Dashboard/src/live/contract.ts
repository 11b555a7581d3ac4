// What the server says on the live hub and in the API. The C# side of each type stands in
// src/Infusion.Server/Live/LiveContract.cs and src/Infusion.Server/Sessions; the end-to-end tests hold the two together.
// Instants are ISO 8601 strings in UTC. Units are in the names. null means unknown, never zero, never normal.
import type { AlarmView, Priority } from "./alarmContract";
import type { AfterView } from "../after/contract";

export type Phase =
  | "planned"
  | "checked_in"
  | "ready"
  | "infusing"
  | "paused"
  | "recovery"
  | "discharged"
  | "closed";

/** Vitals that the board shows. NIBP travels whole, in ChairView.nibp. */
export type VitalKey = "hr" | "pulse" | "spo2" | "rr" | "etco2" | "temp";

export interface LiveValue {
  /** null: the device sent no value (probe off, sentinel). */
  value: number | null;
  quality: "valid" | "questionable" | "invalid";
  /** Chart time: the device's own time, corrected by its clock offset. */
  at: string;
  /** When the server received it; ages are counted from here by the server's clock. */
  receivedAt: string;
  staleAfterSeconds: number;
  trend: "rising_fast" | "rising" | "steady" | "falling" | "falling_fast" | null;
  /** Limits in force for this patient; null where none is set. */
  low: number | null;
  high: number | null;
  /** Who measured it; null: a device did. */
  by?: string | null;
}

export interface NibpValue {
  systolic: number | null;
  diastolic: number | null;
  mean: number | null;
  quality: "valid" | "questionable" | "invalid";
  at: string;
  receivedAt: string;
  staleAfterSeconds: number;
  systolicLow: number | null;
  systolicHigh: number | null;
  /** Who measured it; null: a device did. */
  by?: string | null;
}

export interface PumpView {
  device: string;
  status: "infusing" | "not_infusing" | null;
  mode: "continuous" | "bolus" | "kvo" | null;
  rateMlPerHour: number | null;
  programmedMlPerHour: number | null;
  volumeTotalMl: number | null;
  concentrationMgPerMl: number | null;
  drug: string | null;
  at: string;
  receivedAt: string;
  staleAfterSeconds: number;
}

/** Lowest and highest estimate in ng/mL, and the models that make them. */
export interface ConcentrationBand {
  low: number;
  lowModel: string;
  high: number;
  highModel: string;
}

/** Estimated by models from what the pump delivered; never measured. */
export interface ConcentrationView {
  asOf: string;
  /** From then on without another word of the pump: frozen, not to be relied on. */
  validUntil: string;
  plasma: ConcentrationBand;
  effectSite: ConcentrationBand;
  /** What it had to suppose. */
  notes: ("concentration_differs" | "silence_filled" | "earlier_unknown")[];
}

export interface OrderView {
  protocol: string; // "Mood 0.5 mg/kg over 40 min (sample)"
  drug: string;
  doseMg: number;
  doseMgPerKg: number;
  weightKg: number;
  weightBasis: "actual" | "ideal" | "adjusted";
  concentrationMgPerMl: number;
  volumeMl: number;
  rateMlPerHour: number;
  durationMinutes: number;
  /** The version it was planned under, whatever came after it. */
  protocolId: string;
  protocolVersion: number;
  /** false: its limits are a sample or a draft that nobody stands for. */
  protocolApproved: boolean;
  /** The protocol asks for a check-in, a check of the order or a preparation before the start. */
  asksBeforeStart?: boolean;
}

export interface DeviceView {
  device: string;
  kind: "monitor" | "pump";
  online: boolean | null;
  lastSeenAt: string | null;
  model: string | null;
  battery: number | null; // 0..1
  /** null: not attached. */
  attachedAt?: string | null;
  /** Chair it stands at by configuration. */
  homeChair?: string | null;
}

export interface DoseColumn {
  drug: string | null;
  doseMg: number | null;
  volumeMl: number | null;
  concentrationMgPerMl: number | null;
  rateMlPerHour: number | null;
  rateMgPerKgPerHour: number | null;
  minutes: number | null;
}

/** Numbers that are beyond the tolerance against the order; expected: given against what should be given by now. */
export type DoseDifference =
  | "programmed_drug"
  | "programmed_volume"
  | "programmed_concentration"
  | "programmed_rate"
  | "delivered_rate"
  | "delivered_dose"
  | "expected";

export interface Reconciliation {
  orderedMgPerKgPerHour: number;
  /** As the pump is set, by its own word. */
  programmed: DoseColumn;
  /** By the pump's own counter and the ordered concentration. */
  delivered: DoseColumn;
  expectedMg: number | null;
  /** Given less expected; negative: behind. */
  aheadMg: number | null;
  differences: DoseDifference[];
  segments: number;
  boluses: number;
  bolusMl: number;
  keepVeinOpenMl: number;
  pausedMinutes: number;
}

export interface SessionView {
  id: string;
  phase: Phase;
  phaseSince: string;
  patient: string; // patient id; the name comes from GET /api/clinics/{clinic}/patients/{id}
  order: OrderView;
  startedAt: string | null; // start of infusion
  /** Delivered by the pump's own volume, times the ordered concentration. null: unknown. */
  givenMg: number | null;
  givenMl: number | null;
  givenAsOf: string | null;
  expectedEndAt: string | null;
  dose: Reconciliation;
  /** What the protocol's schedule asks for next, soonest first. */
  due: Due[];
  care: CareView;
  after: AfterView;
  /** Whose a device was is being corrected: until it is charted, dose and minutes are not to be relied on. */
  correcting?: boolean;
  /** Devices whose values are withheld, because another chair claims them too. */
  disputes?: DisputeView[];
  /** Devices of whose messages some are missing still. */
  gaps?: GapView[];
}

export interface GapView {
  device: string;
  /** When the message after the last hole came. */
  at: string;
}

export interface DisputeView {
  device: string;
  kind: "monitor" | "pump";
  since: string;
  /** The session that had it. */
  holder: string;
  holderChair: string | null;
  /** The session at which somebody said that it stands. */
  claimant: string;
  claimantChair: string | null;
  by: string;
}

export type DoseRoute = "iv_infusion" | "intramuscular" | "intranasal" | "oral" | "sublingual";
export type SettingItem = "music" | "dimmed_light" | "eye_mask" | "support_person" | "blanket";
export type EmergencyKind = "help" | "airway" | "circulation" | "behaviour" | "seizure";
export type Responder = "nurse" | "physician" | "anaesthetist" | "emergency_team" | "ambulance";
export type AdverseEventOutcome = "resolved" | "resolving" | "not_resolved" | "resolved_with_sequelae" | "fatal";
export type RescueUnit = "milligram" | "microgram" | "gram" | "millilitre" | "litre_per_minute";
export type RescueRoute =
  | "intravenous"
  | "intramuscular"
  | "oral"
  | "sublingual"
  | "intranasal"
  | "inhaled"
  | "subcutaneous";
export type RescueResponse = "effective" | "partial" | "no_effect" | "worse";

export interface EmergencyView {
  kind: EmergencyKind;
  calledAt: string;
  calledBy: string;
  arrivals: { who: Responder; at: string }[];
}

/** What people charted at the chair, as it stands. Codes are the server's. */
export interface CareView {
  route: DoseRoute;
  /** People measure what a monitor would. */
  vitalsByHand: boolean;
  /** When drug first flowed by the pump; null: not yet, or not known. */
  pumpBeganAt: string | null;
  dose: { route: DoseRoute; doseMg: number; at: string } | null;
  adverseEvents: {
    id: string;
    code: string;
    grade: number;
    onset: string;
    outcome: AdverseEventOutcome | null;
    endedAt: string | null;
  }[];
  rescues: {
    id: string;
    medication: string;
    dose: number;
    unit: RescueUnit;
    route: RescueRoute;
    at: string;
    response: RescueResponse | null;
  }[];
  setting: SettingItem[];
  /** null: none is under way. */
  emergency: EmergencyView | null;
}

export type Observation = "blood_pressure" | "sp_o2" | ManualObservation;
export type ManualObservation = "sedation" | "dissociation" | "comfort" | "nausea" | "pain" | "anxiety";
export type ObservationScale = "moaa_s" | "rass" | "poss" | "cadss6" | "numeric";

export interface Due {
  what: Observation;
  dueAt: string;
  /** Charted as missed from then on; null: it cannot be missed. */
  overdueAt: string | null;
}

/** One limit of a session, in its unit. */
export interface LimitView {
  metric: string; // as adjust_limit wants it back
  label: string; // "SpO2"
  unit: string;
  side: "low" | "high";
  priority: Priority;
  /** null: only relative to a baseline. */
  value: number | null;
  /** What the baseline makes of it, where that is configured and there is one. */
  baselineValue: number | null;
  delaySeconds: number;
  isRepeated: boolean;
  adjustableFrom: number | null;
  adjustableTo: number | null;
  adjusted: { approved: number; by: string; at: string } | null;
}

/** A score for people: nothing follows from it here. */
export interface News2View {
  /** null while a part is not known. */
  total: number | null;
  atLeast: number;
  /** One part alone scores 3. */
  hasRed: boolean;
  missing: string[];
  /** When the first of the values in it goes stale. */
  staleAt: string | null;
}

/** Who has a chair. Sign-in names. */
export interface ChairHolder {
  chair: string;
  /** Also during a break. */
  person: string;
  since: string;
  /** Stands in during a break; null: no break. */
  cover: string | null;
  /** Asked and not answered yet. */
  offeredTo: string | null;
  isOfferedForBreak: boolean;
}

export interface ChairView {
  chair: string; // "A1"
  room: string;
  /** null: nobody has it. */
  holder: ChairHolder | null;
  session: SessionView | null;
  devices: DeviceView[];
  vitals: Partial<Record<VitalKey, LiveValue>>;
  nibp: NibpValue | null;
  pump: PumpView | null;
  /** null: the pump's counter was never heard, so there is no estimate. */
  concentration: ConcentrationView | null;
  alarms: AlarmView[]; // active and latched, worst first
  /** null without a session. */
  limits: LimitView[] | null;
  /** null without a session, or while the patient is not on the monitor. */
  news2: News2View | null;
}

export interface Snapshot {
  clinic: string;
  name: string;
  timeZone: string; // IANA
  epoch: number;
  n: number;
  serverTime: string;
  /** Highest numbered input evaluated, and highest committed. Their difference is what is unsaved. */
  input: number;
  committedInput: number;
  simulated: boolean;
  chairs: ChairView[];
  /** Alarms that belong to no session, such as a pump running with no session. */
  clinicAlarms: AlarmView[];
}

export type Delta =
  | { n: number; kind: "vitals"; chair: string; vitals?: Partial<Record<VitalKey, LiveValue>>; nibp?: NibpValue; pump?: PumpView; dose?: Reconciliation; concentration?: ConcentrationView; news2?: News2View; givenMg?: number | null; givenMl?: number | null; givenAsOf?: string | null; expectedEndAt?: string | null }
  | { n: number; kind: "chair"; chair: string; view: ChairView }
  | { n: number; kind: "chairs"; chairs: ChairView[] } // all there are from now on, in their order
  | { n: number; kind: "alarm"; change: "raised" | "updated" | "ended"; alarm: AlarmView };

/** Pushed by the server: connection.on("deltas", (batch: DeltaBatch) => ...). */
export interface DeltaBatch {
  clinic: string;
  epoch: number;
  input: number;
  committedInput: number;
  deltas: Delta[]; // n counts up by one, without a hole
}

/** Pushed every 2 s of real time: connection.on("heartbeat", (h: Heartbeat) => ...). */
export interface Heartbeat {
  clinic: string;
  epoch: number;
  n: number;
  input: number;
  committedInput: number;
  /** Chart time since which something is unsaved; null when all is saved. */
  unsavedSince: string | null;
  serverTime: string;
  /** Why the store takes nothing of this clinic, so that nothing is charted; null: it does take it. */
  standsStillBecause: string | null;
  /** Messages of all clinics that are acknowledged from the server's disk and not yet in the store. */
  spooled: number;
  /** How full that place on the disk is, 0 to 1. At 1 devices are no longer acknowledged. */
  spoolShare: number;
}

// Hub /hubs/live, cookie sign-in. Methods:
//   Watch(clinic: string): Snapshot            joins the clinic's group
//   Since(clinic: string, epoch: number, n: number): Missed
export interface Missed {
  /** Set when the hole can be filled; otherwise snapshot is set. */
  deltas: DeltaBatch | null;
  snapshot: Snapshot | null;
}
