import { t } from "@lingui/core/macro";
import "./audit.css";
import { keepPreviousData, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../session/api";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { calendarDay, instantIn } from "../ui/format";
import { PageWithoutBoard } from "../ui/PageWithoutBoard";
import { Reading } from "../ui/Reading";
import type { AuditFilter, AuditLine } from "./contract";

interface Filter {
  who: string;
  patient: string;
  act: string;
  from: string;
  to: string;
  kind: string;
  outcome: string;
}

const everything: Filter = { who: "", patient: "", act: "", from: "", to: "", kind: "", outcome: "" };
const kinds = [
  ["", t`Everybody`],
  ["person", t`People`],
  ["client", t`EHR clients`],
  ["support", t`Support, on the machine`],
  ["display", t`Wall displays`],
  ["server", t`The server itself`],
  ["nobody", t`Nobody known`],
] as const;
const outcomes = [
  ["", t`Every outcome`],
  ["done", t`Done`],
  ["refused", t`Refused`],
  ["failed", t`Failed`],
] as const;
const acts = [
  "SignIn",
  "SignOut",
  t`Token`,
  "FhirRead",
  "FhirSearch",
  "WatchBoard",
  "WatchWall",
  "ReadChart",
  "ReadPatients",
  t`Chart`,
  t`Support`,
  "LetGo",
];

/** Who did, read or tried what, newest first. It needs no live board: an auditor may not see it. */
export default function AuditPage() {
  const { clinic } = useSignedIn();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [typed, setTyped] = useState(everything);
  const [filter, setFilter] = useState(everything);
  const wanted = wantedOf(filter, timeZone);
  const trail = useInfiniteQuery({
    queryKey: ["audit", clinic, wanted],
    queryFn: ({ pageParam, signal }) => api.audit(clinic, wanted, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.before,
    placeholderData: keepPreviousData,
    retry: retryUnreachable,
  });
  const file = useMutation({ mutationFn: (what: AuditFilter) => api.auditFile(clinic, what) });
  const lines = trail.data?.pages.flatMap((page) => page.lines) ?? [];
  const field = (name: "who" | "patient" | "act" | "from" | "to", label: string, type = "text", list?: string) => (
    <label>
      {label}
      <input
        type={type}
        list={list}
        value={typed[name]}
        onChange={(e) => setTyped({ ...typed, [name]: e.target.value })}
      />
    </label>
  );
  const choice = (name: "kind" | "outcome", label: string, options: readonly (readonly [string, string])[]) => (
    <label>
      {label}
      <select value={typed[name]} onChange={(e) => setTyped({ ...typed, [name]: e.target.value })}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <PageWithoutBoard title={t`Who did what`} className="sheets audit">
      <form
        className="sheet-tools"
        aria-label={t`Which lines`}
        onSubmit={(event) => {
          event.preventDefault();
          setFilter(typed);
        }}
      >
        {field("who", t`Person or client`)}
        {field("patient", t`Patient: family name, number or id`)}
        {field("act", t`Act`, "text", "audit-acts")}
        <datalist id="audit-acts">
          {acts.map((act) => (
            <option key={act} value={act} />
          ))}
        </datalist>
        {field("from", t`From, in ${timeZone}`, "datetime-local")}
        {field("to", t`To`, "datetime-local")}
        {choice("kind", t`Kind`, kinds)}
        {choice("outcome", t`Outcome`, outcomes)}
        <button type="submit" className="btn">
          {t`Search`}
        </button>
        <button
          type="button"
          className="btn"
          disabled={file.isPending}
          onClick={() => file.mutate(wanted, { onSuccess: (blob) => keepFile(blob, `who-did-what-${clinic}.csv`) })}
        >
          {t`Export what was searched (CSV)`}
        </button>
      </form>
      <Reading query={trail} what={t`The trail`} empty={trail.data && lines.length === 0 ? t`No such line.` : null} />
      {file.error && (
        <p className="notice" role="alert">
          {t`Nothing was exported: ${file.error.message}`}
        </p>
      )}
      {lines.length > 0 && <Lines lines={lines} timeZone={timeZone} />}
      {trail.hasNextPage && (
        <button
          type="button"
          className="btn"
          disabled={trail.isFetchingNextPage}
          onClick={() => void trail.fetchNextPage()}
        >
          {t`Older lines`}
        </button>
      )}
    </PageWithoutBoard>
  );
}

const Lines = ({ lines, timeZone }: { lines: AuditLine[]; timeZone: string }) => (
  <section className="audit-lines" aria-label={t`Lines`}>
    <table>
      <caption className="vh">{t`Who did what, newest first`}</caption>
      <thead>
        <tr>
          {[t`When`, t`Who`, t`Act`, t`Patient`, t`What`, t`From where`, t`Answer`].map((word) => (
            <th key={word} scope="col">
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.number} className={line.refused ? "refused" : undefined}>
            <td>
              {calendarDay(line.at, timeZone)} <ClockTime at={line.at} seconds />
            </td>
            <td>{line.who || t`Nobody known`}</td>
            <td>{line.act}</td>
            <td>{line.patients.join("; ")}</td>
            <td className="what">{line.what}</td>
            <td>{line.origin}</td>
            <td>
              {line.refused ? t`Refused ` : ""}
              {line.status}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

function wantedOf(filter: Filter, timeZone: string): AuditFilter {
  const wanted: AuditFilter = {};
  for (const name of ["who", "patient", "act", "kind", "outcome"] as const) {
    const value = filter[name].trim();
    if (value !== "") wanted[name] = value;
  }
  for (const name of ["from", "to"] as const) {
    const instant = filter[name] && instantIn(timeZone, filter[name]);
    if (instant) wanted[name] = instant;
  }
  return wanted;
}

function keepFile(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
