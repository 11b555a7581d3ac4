import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./board.css";
import "./row.css";
import "./board-narrow.css";
import { useEffect, useMemo, useState } from "react";
import { families } from "../live/alarms";
import { useLive } from "../live/LiveContext";
import { SetupLead } from "../setup/SetupLead";
import { AlarmBand } from "../ui/AlarmBand";
import { AlarmWhy } from "../ui/AlarmWhy";
import { TopBar } from "../ui/bar/TopBar";
import { BrandMark, Icon } from "../ui/Icon";
import { readStored, store } from "../ui/stored";
import { AlarmTally } from "./AlarmTally";
import { Axis } from "./Axis";
import { ChairStrip } from "./ChairStrip";
import { type Order, orderChairs } from "./order";
import { useHeldOrder } from "./useHeldOrder";

const orderKey = "infusion.order";

const orderWords: Record<Order, string> = { need: t`need`, room: t`room` };

export function BoardPage() {
  const clinic = useLive((state) => state.clinic);
  const chairCount = useLive((state) => state.chairOrder.length);
  const clinicAlarms = useLive((state) => state.clinicAlarms);
  const [by, setBy] = useState<Order>(() => (readStored(orderKey) === "room" ? "room" : "need"));
  // As one word, so that the page renders when the order changes and not when a number does.
  const inOrder = useLive(({ chairOrder, chairs }) => JSON.stringify(orderChairs(chairOrder, chairs, by)));
  const wanted = useMemo(() => JSON.parse(inOrder) as string[], [inOrder]);
  const { order, isHeld, handlers } = useHeldOrder(wanted);

  useEffect(() => {
    document.title = clinic ? t`Board, ${clinic.name}: Infusion` : "Infusion";
  }, [clinic]);

  return (
    <div className="page">
      <TopBar>
        <div className="brand">
          <BrandMark />
          <h1>
            <b>{clinic?.name ?? "Infusion"}</b>
            <span>
              <Trans>
                Board
                {clinic &&
                  plural(chairCount, {
                    one: ` · ${chairCount} chair`,
                    other: ` · ${chairCount} chairs`,
                  })}
              </Trans>
            </span>
          </h1>
        </div>
        <AlarmTally />
        <button
          type="button"
          className="btn sort"
          onClick={() => {
            const other = by === "need" ? "room" : "need";
            setBy(other);
            store(orderKey, other);
          }}
          aria-label={
            isHeld
              ? t`Order: ${orderWords[by]} held still. Change to order by ${orderWords[by === "need" ? "room" : "need"]}`
              : t`Order: ${orderWords[by]}. Change to order by ${orderWords[by === "need" ? "room" : "need"]}`
          }
        >
          <Icon name="order" />
          <span>
            {t`Order: ${orderWords[by]}`}
            {isHeld && <small>{t`held still`}</small>}
          </span>
        </button>
      </TopBar>
      <main className="board" data-density={order.length > 8 ? "compact" : undefined} {...handlers}>
        {families(clinicAlarms).map(({ alarm, consequences }) => (
          <div className="clinic-band" key={alarm.id}>
            <AlarmBand alarm={alarm} consequences={consequences} why={<AlarmWhy alarm={alarm} />} />
          </div>
        ))}
        <SetupLead />
        {clinic ? <Axis /> : <p className="board-waiting">{t`Waiting for the first values of the chairs.`}</p>}
        {order.map((chair) => (
          <ChairStrip key={chair} chair={chair} />
        ))}
      </main>
    </div>
  );
}
