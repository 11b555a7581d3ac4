import type { AlarmView } from "../live/alarmContract";
import type {
  ChairView,
  Delta,
  DeltaBatch,
  DoseColumn,
  Heartbeat,
  LiveValue,
  Reconciliation,
  SessionView,
  Snapshot,
} from "../live/contract";

export const at = "2026-11-23T20:10:00.000Z";
export const atMs = Date.parse(at);
export const later = (seconds: number): string => new Date(atMs + seconds * 1000).toISOString();

export const value = (part: Partial<LiveValue> = {}): LiveValue => ({
  value: 97,
  quality: "valid",
  at,
  receivedAt: at,
  staleAfterSeconds: 15,
  trend: "steady",
  low: 90,
  high: null,
  ...part,
});

export const alarm = (part: Partial<AlarmView> = {}): AlarmView => ({
  id: "alarm-1",
  session: "session-a1",
  chair: "A1",
  rule: "SR-001",
  code: "spo2-low",
  metric: "spo2",
  source: "mon-1",
  priority: "high",
  presence: "active",
  acknowledged: false,
  acknowledgedBy: null,
  audioPausedUntil: null,
  onsetAt: at,
  raisedAt: at,
  headline: "SpO2 86 %, limit 90 %",
  action: "Open the airway, check the probe.",
  observed: 86,
  limit: 90,
  unit: "%",
  maySilence: true,
  calls: true,
  returnedAt: null,
  causedBy: null,
  group: null,
  call: null,
  ...part,
});

const column = (part: Partial<DoseColumn> = {}): DoseColumn => ({
  drug: null,
  doseMg: 35,
  volumeMl: 35,
  concentrationMgPerMl: 1,
  rateMlPerHour: 52.5,
  rateMgPerKgPerHour: 0.75,
  minutes: 40,
  ...part,
});

export const reconciliation = (part: Partial<Reconciliation> = {}): Reconciliation => ({
  orderedMgPerKgPerHour: 0.75,
  programmed: column({ drug: "ketamine" }),
  delivered: column({ doseMg: 10, volumeMl: 10, concentrationMgPerMl: null, minutes: 11.4 }),
  expectedMg: 10,
  aheadMg: 0,
  differences: [],
  segments: 1,
  boluses: 0,
  bolusMl: 0,
  keepVeinOpenMl: 0,
  pausedMinutes: 0,
  ...part,
});

export const session = (part: Partial<SessionView> = {}): SessionView => ({
  id: "session-a1",
  phase: "infusing",
  phaseSince: at,
  patient: "patient-1",
  order: {
    protocol: "Mood 0.5 mg/kg over 40 min",
    drug: "ketamine",
    doseMg: 35,
    doseMgPerKg: 0.5,
    weightKg: 70,
    weightBasis: "actual",
    concentrationMgPerMl: 1,
    volumeMl: 35,
    rateMlPerHour: 52.5,
    durationMinutes: 40,
    protocolId: "mood",
    protocolVersion: 1,
    protocolApproved: false,
  },
  startedAt: at,
  givenMg: 10,
  givenMl: 10,
  givenAsOf: at,
  expectedEndAt: later(1500),
  dose: reconciliation(),
  due: [],
  care: {
    route: "iv_infusion",
    vitalsByHand: false,
    pumpBeganAt: null,
    dose: null,
    adverseEvents: [],
    rescues: [],
    setting: [],
    emergency: null,
  },
  after: {
    scores: [],
    scale: null,
    threshold: null,
    discharge: null,
    mayBeOverridden: false,
    leftAgainstAdvice: false,
    dissociationBefore: null,
    vials: [],
    leftMg: 0,
    vialsAsked: false,
    overfillUpToPercent: null,
    safetyTasks: [],
  },
  ...part,
});

export const chair = (name: string, part: Partial<ChairView> = {}): ChairView => ({
  chair: name,
  room: name.slice(0, 1),
  session: session({ id: `session-${name.toLowerCase()}` }),
  devices: [],
  vitals: { hr: value({ value: 72, low: 50, high: 110 }), spo2: value() },
  nibp: null,
  pump: null,
  concentration: null,
  alarms: [],
  limits: [],
  holder: null,
  news2: null,
  ...part,
});

export const snapshot = (part: Partial<Snapshot> = {}): Snapshot => ({
  clinic: "harbor",
  name: "Harbor Street Clinic",
  timeZone: "America/New_York",
  epoch: 1,
  n: 10,
  serverTime: at,
  input: 100,
  committedInput: 100,
  simulated: true,
  chairs: [chair("A1"), chair("A2"), chair("A3", { session: null, vitals: {} })],
  clinicAlarms: [],
  ...part,
});

export const hrDelta = (n: number, hr: number, name = "A1"): Delta => ({
  n,
  kind: "vitals",
  chair: name,
  vitals: { hr: value({ value: hr }) },
});

export const batch = (deltas: Delta[], part: Partial<DeltaBatch> = {}): DeltaBatch => ({
  clinic: "harbor",
  epoch: 1,
  input: 100,
  committedInput: 100,
  deltas,
  ...part,
});

export const heartbeat = (part: Partial<Heartbeat> = {}): Heartbeat => ({
  clinic: "harbor",
  epoch: 1,
  n: 10,
  input: 100,
  committedInput: 100,
  unsavedSince: null,
  serverTime: at,
  standsStillBecause: null,
  spooled: 0,
  spoolShare: 0,
  ...part,
});
