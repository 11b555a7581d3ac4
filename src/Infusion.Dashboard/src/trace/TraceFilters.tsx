import { t } from "@lingui/core/macro";
import { useClinicDevices } from "../session/queries";
import { outcomeWords } from "./words";

export interface TraceFilter {
  device: string;
  outcome: string;
  /** A wall clock's time in the clinic's zone; "": now. */
  before: string;
}

interface TraceFiltersProps {
  filter: TraceFilter;
  change: (filter: TraceFilter) => void;
  timeZone: string;
}

export function TraceFilters({ filter, change, timeZone }: TraceFiltersProps) {
  const { data: devices } = useClinicDevices();
  return (
    <form className="trace-filters" aria-label={t`Which messages`} onSubmit={(event) => event.preventDefault()}>
      <label>
        {t`Device`}
        <select value={filter.device} onChange={(event) => change({ ...filter, device: event.target.value })}>
          <option value="">{t`All`}</option>
          {devices?.map(({ device }) => (
            <option key={device} value={device}>
              {device}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t`Outcome`}
        <select value={filter.outcome} onChange={(event) => change({ ...filter, outcome: event.target.value })}>
          <option value="">{t`All`}</option>
          {Object.entries(outcomeWords).map(([outcome, word]) => (
            <option key={outcome} value={outcome}>
              {word}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t`Received before, in ${timeZone}`}
        <input
          type="datetime-local"
          value={filter.before}
          onChange={(event) => change({ ...filter, before: event.target.value })}
        />
      </label>
      {filter.before !== "" && (
        <button type="button" className="btn" onClick={() => change({ ...filter, before: "" })}>
          {t`Newest`}
        </button>
      )}
    </form>
  );
}
