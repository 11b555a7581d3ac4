import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./tablet.css";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useParams } from "react-router";
import { Refused } from "../session/api";
import { newCommandId } from "../session/commandId";
import { outcomes } from "./api";
import type { Answer, Instrument, Tablet } from "./contract";
import { Question } from "./Questions";

/** For a patient, without a sign-in: calm, large, one question at a time. What is answered lives in this tab until it is handed in. */
export default function TabletPage() {
  const { clinic = "", token = "" } = useParams();
  const { data, error } = useQuery({
    queryKey: ["tablet", clinic, token],
    queryFn: ({ signal }) => outcomes.tablet(clinic, token, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 3,
  });
  useEffect(() => {
    document.title = t`Questions`;
    const before = document.documentElement.dataset.mode;
    document.documentElement.dataset.mode = "light";
    return () => {
      if (before) document.documentElement.dataset.mode = before;
    };
  }, []);
  return (
    <main className="tablet">
      {error && <Told text={t`The questions cannot be read now. Please ask a member of the team.`} />}
      {!data && !error && <Told text={t`One moment, please.`} />}
      {data &&
        (data.state === "open" ? (
          <Asked tablet={data} clinic={clinic} token={token} />
        ) : (
          <Told text={data.sentence ?? ""} help={data.words.help} />
        ))}
    </main>
  );
}

const Told = ({ text, help }: { text: string; help?: string }) => (
  <div className="told" role="status">
    <h1>{text}</h1>
    {help && <p className="asked">{help}</p>}
  </div>
);

interface Step {
  instrument: Instrument;
  instrumentAt: number;
  itemAt: number;
}

function Asked({ tablet, clinic, token }: { tablet: Tablet; clinic: string; token: string }) {
  const [answers, setAnswers] = useState<Answer[][]>(() =>
    tablet.instruments.map(({ items }) => items.map(() => null)),
  );
  const steps: Step[] = tablet.instruments.flatMap((instrument, instrumentAt) =>
    instrument.items.map((_, itemAt) => ({ instrument, instrumentAt, itemAt })),
  );
  // -1: the greeting; as many as there are steps: the last look.
  const [at, setAt] = useState(-1);
  const [commandId] = useState(newCommandId);
  const [thanks, setThanks] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);

  if (thanks) return <Told text={thanks} />;
  const step = steps[at];
  const open = answers.flat().filter((answer) => answer === null).length;

  const handIn = async () => {
    setSending(true);
    setProblem(null);
    try {
      const answered = tablet.instruments.map(({ instrument }, index) => ({ instrument, items: answers[index] ?? [] }));
      const taken = await outcomes.handIn(clinic, token, commandId, answered);
      // Nothing of it stays on the screen for whoever takes the tablet next.
      setAnswers([]);
      setThanks(taken.sentence);
    } catch (failed) {
      setProblem(
        failed instanceof Refused
          ? failed.message
          : t`It could not be handed in. Your answers are still here: please try again, or ask a member of the team.`,
      );
      setSending(false);
    }
  };

  return (
    <>
      <header>
        <p>
          <Trans>For {tablet.initials}</Trans>
        </p>
        <progress
          value={Math.max(0, Math.min(at, steps.length))}
          max={steps.length}
          aria-label={t`${Math.max(0, Math.min(at, steps.length))} of ${steps.length} questions`}
        />
      </header>
      {at < 0 && (
        <section className="card">
          <Heading key="greeting">{tablet.words.greeting}</Heading>
          <p>{tablet.words.introduction}</p>
          <p>
            {plural(steps.length, {
              one: `${steps.length} question. ${tablet.words.help}`,
              other: `${steps.length} questions. ${tablet.words.help}`,
            })}
          </p>
          <p>{t`If these are not your initials, please give the tablet back.`}</p>
        </section>
      )}
      {step && (
        <section className="card">
          <p className="asked">{step.instrument.question}</p>
          <Heading key={at}>{t`Question ${at + 1} of ${steps.length}`}</Heading>
          <Question
            item={step.instrument.items[step.itemAt] as Instrument["items"][number]}
            answer={answers[step.instrumentAt]?.[step.itemAt] ?? null}
            name={`question-${at}`}
            change={(answer) =>
              setAnswers((before) =>
                before.map((items, index) =>
                  index === step.instrumentAt
                    ? items.map((each, item) => (item === step.itemAt ? answer : each))
                    : items,
                ),
              )
            }
          />
        </section>
      )}
      {at >= steps.length && (
        <section className="card">
          <Heading key="last">{t`That was the last question`}</Heading>
          <p>
            {open === 0
              ? t`You have answered every question.`
              : plural(open, {
                  one: "You have left out one question. That is all right; you may also go back.",
                  other: `You have left out ${open} questions. That is all right; you may also go back.`,
                })}
          </p>
          <p role="alert">{problem}</p>
        </section>
      )}
      <nav className="steps" aria-label={t`Questions`}>
        {at >= 0 && (
          <button type="button" className="btn" disabled={isSending} onClick={() => setAt(at - 1)}>
            {t`Back`}
          </button>
        )}
        {at < steps.length ? (
          <button type="button" className="btn btn--act" onClick={() => setAt(at + 1)}>
            {at < 0 ? t`Begin` : step && answers[step.instrumentAt]?.[step.itemAt] === null ? t`Leave out` : t`Next`}
          </button>
        ) : (
          <button
            type="button"
            className="btn btn--act"
            disabled={isSending || open === steps.length}
            onClick={() => void handIn()}
          >
            {isSending ? t`Handing in` : t`Hand in my answers`}
          </button>
        )}
      </nav>
    </>
  );
}

/** Takes the focus with every step, so that a screen reader reads on from there. */
function Heading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
