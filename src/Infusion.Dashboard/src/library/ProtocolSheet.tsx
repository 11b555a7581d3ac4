import { AdmissionTable } from "./AdmissionTable";
import { DischargeTable } from "./DischargeTable";
import { DoseTable, DrugFacts } from "./DoseTables";
import { Sheet, type SheetOf } from "./Sheet";
import { LimitTable, RuleTable, ScheduleTable, SettingList } from "./WatchTables";

type Remove = (list: "safety.vitals" | "schedule", index: number) => void;

/** A protocol as tables: to read, or to fill in. */
export const ProtocolSheet = ({ sheet, remove = () => undefined }: { sheet: SheetOf; remove?: Remove }) => (
  <Sheet sheet={sheet}>
    <DrugFacts />
    <DoseTable />
    <LimitTable remove={remove} />
    <ScheduleTable remove={remove} />
    <AdmissionTable />
    <DischargeTable />
    <RuleTable />
    <SettingList />
  </Sheet>
);
