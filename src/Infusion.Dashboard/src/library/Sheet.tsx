import { t } from "@lingui/core/macro";
import { createContext, type ReactNode, useContext, useId, useState } from "react";
import type { Difference, Fault, Protocol, Vocabulary } from "./contract";
import { secondsOf, timeOf, timeWords, valueAt } from "./draft";

/** One protocol as it is shown: the same tables to read and, with change, to fill in. */
export interface SheetOf {
  protocol: Protocol;
  vocabulary: Vocabulary;
  faults: readonly Fault[];
  /** From the version in use. */
  differences?: readonly Difference[];
  /** Which parts are unfolded, while somebody writes. */
  unfolded?: Set<string>;
  /** null: to read. */
  change: ((path: string, value: unknown) => void) | null;
}

const SheetContext = createContext<SheetOf | null>(null);

export const Sheet = ({ sheet, children }: { sheet: SheetOf; children: ReactNode }) => (
  <SheetContext value={sheet}>{children}</SheetContext>
);

export function useSheet(): SheetOf {
  const sheet = useContext(SheetContext);
  if (!sheet) throw new Error("No protocol is shown above this component.");
  return sheet;
}

interface FieldProps {
  path: string;
  /** Read out; it names the row and the column. */
  label: string;
  unit?: string;
}

/** A fault stands beside what it is about, and belongs to it for a screen reader. */
function Faulty({ path, id, said }: { path: string; id: string; said: string | null }) {
  const { faults } = useSheet();
  const here = faults.filter((fault) => fault.path === path).map((fault) => fault.message);
  const all = said === null ? here : [said, ...here];
  return all.length === 0 ? null : (
    <span className="fault" id={id}>
      {all.join("; ")}
    </span>
  );
}

const isFaulty = (faults: readonly Fault[], path: string) => faults.some((fault) => fault.path === path);

interface TypedProps extends FieldProps {
  shown: string;
  written: string;
  read: (text: string) => unknown;
  wrong: string;
  wide?: boolean;
}

function Typed({ path, label, unit = "", shown, written, read, wrong, wide = false }: TypedProps) {
  const { change, faults } = useSheet();
  const [text, setText] = useState(written);
  const [said, setSaid] = useState<string | null>(null);
  const id = useId();
  if (!change) return <span className="fig">{shown}</span>;
  return (
    <span className="field">
      <input
        className={wide ? "is-wide" : ""}
        value={text}
        data-path={path}
        inputMode={wide ? "text" : "decimal"}
        aria-label={unit === "" ? label : `${label}, ${unit}`}
        aria-invalid={said !== null || isFaulty(faults, path)}
        aria-describedby={id}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setText(next);
          const value = read(next.trim());
          setSaid(value === undefined ? wrong : null);
          // What is no number goes as it stands: the server refuses it by its path.
          change(path, value === undefined ? next : value);
        }}
      />
      {unit !== "" && <small>{unit}</small>}
      <Faulty path={path} id={id} said={said} />
    </span>
  );
}

/** Exactly what was written, or nothing: no guess at what "1,5" may mean. */
const numberOf = (text: string): number | null | undefined =>
  text === "" ? null : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;

export function NumberField(props: FieldProps & { none?: string }) {
  const { protocol } = useSheet();
  const value = valueAt(protocol, props.path);
  const isNone = value === null || value === undefined;
  return (
    <Typed
      {...props}
      shown={isNone ? (props.none ?? "–") : `${value} ${props.unit ?? ""}`}
      written={isNone ? "" : String(value)}
      read={numberOf}
      wrong={t`is not a number`}
    />
  );
}

export function TimeField({ unit, none, ...props }: FieldProps & { unit: "min" | "s"; none?: string }) {
  const { protocol } = useSheet();
  const value = valueAt(protocol, props.path);
  const seconds = secondsOf(value);
  const each = unit === "min" ? 60 : 1;
  return (
    <Typed
      {...props}
      unit={unit}
      shown={seconds === null ? (none ?? "–") : timeWords(value)}
      written={seconds === null ? "" : String(seconds / each)}
      read={(text) => {
        const number = numberOf(text);
        return typeof number === "number" ? timeOf(number * each) : number;
      }}
      wrong={t`is not a number`}
    />
  );
}

/** With none, an empty text is no value, and is shown so. */
export function TextField({ none, ...props }: FieldProps & { none?: string }) {
  const { protocol } = useSheet();
  const value = String(valueAt(protocol, props.path) ?? "");
  return (
    <Typed
      {...props}
      shown={value === "" ? (none ?? "") : value}
      written={value}
      read={(text) => (text === "" && none !== undefined ? null : text)}
      wrong=""
      wide
    />
  );
}

interface ListFieldProps extends FieldProps {
  write: (value: unknown) => string;
  read: (items: string[]) => unknown;
  none: string;
}

/** Several, separated by commas. Faults of each stand under the list. */
export function ListField({ write, read, none, ...props }: ListFieldProps) {
  const { protocol, faults } = useSheet();
  const values = valueAt(protocol, props.path);
  const text = Array.isArray(values) ? values.map(write).join(", ") : "";
  return (
    <>
      <Typed
        {...props}
        shown={text === "" ? none : `${text} ${props.unit ?? ""}`}
        written={text}
        read={(next) =>
          read(
            next
              .split(",")
              .map((item) => item.trim())
              .filter((item) => item !== ""),
          )
        }
        wrong={t`is not a list of numbers`}
        wide
      />
      {faults
        .filter((fault) => fault.path.startsWith(`${props.path}[`))
        .map((fault) => (
          <span className="fault" key={fault.path}>
            {fault.path.slice(props.path.length)} {fault.message}
          </span>
        ))}
    </>
  );
}

interface ChoiceFieldProps extends FieldProps {
  options: { value: string; word: string }[];
  /** What stands for null. */
  none?: string;
}

export function ChoiceField({ path, label, options, none }: ChoiceFieldProps) {
  const { protocol, change, faults } = useSheet();
  const id = useId();
  const value = String(valueAt(protocol, path) ?? "");
  if (!change) return <>{options.find((option) => option.value === value)?.word ?? none ?? value}</>;
  return (
    <span className="field">
      <select
        value={value}
        data-path={path}
        aria-label={label}
        aria-invalid={isFaulty(faults, path)}
        aria-describedby={id}
        onChange={(event) => change(path, event.currentTarget.value === "" ? null : event.currentTarget.value)}
      >
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.word}
          </option>
        ))}
      </select>
      <Faulty path={path} id={id} said={null} />
    </span>
  );
}
