import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { retryUnreachable } from "../session/queries";
import { calendarDay } from "../ui/format";
import type { Act } from "./AccountPage";
import { account, type PushBrowser } from "./api";
import { endpointHere, type Obstacle, obstacle, turnOff, turnOn } from "./push";
import { toldWords } from "./pushWords";

const why: Record<NonNullable<Obstacle>, string> = {
  insecure: t`This page came over plain HTTP. Browsers take pushes over HTTPS only.`,
  "home-screen": t`On an iPhone or iPad: Share, then Add to Home Screen. Open Infusion from there and turn it on here.`,
  unsupported: t`This browser takes no pushes.`,
  denied: t`This browser was told to show no notifications of this page. Allow them in its settings for this page, then load it anew.`,
};

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A courtesy for who is on duty and away from the screens. It is turned on for each browser, by its owner. */
export function PushSection({ act }: { act: Act }) {
  const { data, error } = useQuery({
    queryKey: ["account", "push"],
    queryFn: ({ signal }) => account.push(signal),
    retry: retryUnreachable,
    // While a receipt may still come.
    refetchInterval: ({ state }) => (state.data?.browsers.some(isAwaited) ? 2_000 : false),
  });
  const { data: here = null } = useQuery({ queryKey: ["account", "push-here"], queryFn: endpointHere });
  return (
    <section aria-labelledby="account-push">
      <h2 id="account-push">{t`Alarms pushed to me`}</h2>
      <p>
        <Trans>
          When you are called to an alarm, the browsers below are told too: chair and condition, no patient.{" "}
          <b>A courtesy, not the alarm of record:</b> a push may come late or not at all, and nobody may rely on it. It
          goes through the push service of the browser's maker, encrypted.
        </Trans>
      </p>
      {error && <p role="alert">{error.message}</p>}
      {!data && !error && <p>{t`Reading.`}</p>}
      {data && !data.isOffered && <p>{t`Whoever runs this server has switched pushes off.`}</p>}
      {data && (
        <ul className="sign-ins">
          {data.browsers.map((browser) => (
            <BrowserLine
              key={browser.id}
              browser={browser}
              isHere={browser.endpoint === here}
              isOffered={data.isOffered}
              act={act}
            />
          ))}
        </ul>
      )}
      {data?.isOffered && !data.browsers.some((browser) => browser.endpoint === here) && (
        <TurnOn serverKey={data.key} act={act} />
      )}
    </section>
  );
}

const isAwaited = (browser: PushBrowser): boolean =>
  browser.receivedAt === null && (browser.outcome === "waiting" || browser.outcome === "sent");

interface BrowserLineProps {
  browser: PushBrowser;
  isHere: boolean;
  isOffered: boolean;
  act: Act;
}

function BrowserLine({ browser, isHere, isOffered, act }: BrowserLineProps) {
  return (
    <li>
      <p>
        <b>{browser.name}</b>
        {isHere && t`, this browser`}
        <small>
          {t`Since ${calendarDay(Date.parse(browser.addedAt), zone)};`}{" "}
          {browser.toldAt === null || browser.outcome === null
            ? t`told nothing yet.`
            : t`last ${calendarDay(Date.parse(browser.toldAt), zone)}: ${toldWords({ toldAt: browser.toldAt, outcome: browser.outcome, receivedAt: browser.receivedAt }, zone)}.`}
        </small>
      </p>
      {isOffered && (
        <button
          type="button"
          className="btn"
          onClick={() => void act(() => account.tryPush(browser.id), t`A trial is on its way to ${browser.name}.`)}
        >
          {t`Try ${browser.name}`}
        </button>
      )}
      <button
        type="button"
        className="btn"
        onClick={() => void act(() => turnOff(browser.id, isHere), t`${browser.name} is told nothing any more.`)}
      >
        {t`Remove ${browser.name}`}
      </button>
    </li>
  );
}

function TurnOn({ serverKey, act }: { serverKey: string; act: Act }) {
  const [name, setName] = useState("");
  const inTheWay = obstacle();
  if (inTheWay) return <p>{why[inTheWay]}</p>;
  return (
    <form
      className="sheet-tools"
      onSubmit={(event) => {
        event.preventDefault();
        void act(
          () => turnOn(serverKey, name.trim()),
          t`This browser is told of alarms that you are called to. Try it.`,
        );
      }}
    >
      <label>
        {t`Name of this browser`}
        <input
          value={name}
          maxLength={60}
          placeholder={t`My telephone`}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <button type="submit" className="btn" disabled={name.trim() === ""}>
        {t`Tell this browser`}
      </button>
    </form>
  );
}
