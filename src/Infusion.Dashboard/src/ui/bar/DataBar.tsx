import { t } from "@lingui/core/macro";
import { Link } from "react-router";
import { useClock, useIsCut, useLive } from "../../live/LiveContext";
import { isNews, type Lack, type LackKind, lackKinds, lacksOf } from "../../live/lacks";
import { Icon, type IconName } from "../Icon";

const words: Record<LackKind, { icon: IconName; title: string; act: string }> = {
  silent: {
    icon: "cut",
    title: t`Nothing is heard from`,
    act: t`Look at the device: power, cable, network. Watch the patient by hand until it is back.`,
  },
  gap: {
    icon: "gap",
    title: t`Messages are missing from`,
    act: t`The trend of the chair shows where; it is filled if they still arrive. Until then trust the device's own screen.`,
  },
  clock: {
    icon: "clock",
    title: t`The clock is off at`,
    act: t`Set date and time on the device. The chart is corrected; what the device itself prints or stores is not.`,
  },
};

/** Says on every live page whose data are not whole, and where. After a cut nobody knows. */
export function DataBar() {
  const cut = useIsCut();
  // As text: nothing renders again while it says the same.
  const all = useLive((state) => JSON.stringify(lacksOf(state)));
  const said = useClock((nowMs) => JSON.stringify((JSON.parse(all) as Lack[]).filter((lack) => isNews(lack, nowMs))));
  const lacks: Lack[] = cut ? [] : JSON.parse(said);
  const gaps = lacks.filter(({ kind }) => kind === "gap");
  return (
    <>
      {/* Silence and clocks are alarms, and are read out as such. */}
      <p className="vh" role="status" aria-label={t`Missing messages`}>
        {gaps.length > 0 && t`Messages are missing from ${gaps.map(placeWords).join(", ")}.`}
      </p>
      {lacks.length > 0 && (
        <section className="databar" aria-label={t`Data that are not whole`}>
          {lackKinds.map((kind) => (
            <Lacks key={kind} kind={kind} lacks={lacks.filter((lack) => lack.kind === kind)} />
          ))}
        </section>
      )}
    </>
  );
}

const placeWords = ({ device, chair }: Lack): string => (chair === null ? device : t`${device} at chair ${chair}`);

function Lacks({ kind, lacks }: { kind: LackKind; lacks: Lack[] }) {
  if (lacks.length === 0) return null;
  const { icon, title, act } = words[kind];
  return (
    <div className={`lack lack--${kind}`}>
      <Icon name={icon} />
      <b>{title}</b>
      <ul>
        {lacks.map((lack) => (
          <li key={lack.device}>
            <Link className="btn" to={pathOf(lack)}>
              {lack.chair !== null && (
                <>
                  <span className="vh">{t`Chair`} </span>
                  {lack.chair}{" "}
                </>
              )}
              <span className="lack-device">{lack.device}</span>
            </Link>
          </li>
        ))}
      </ul>
      <p>{act}</p>
    </div>
  );
}

/** A gap is drawn in the trend; what stands nowhere is found among the devices. */
const pathOf = ({ kind, chair }: Lack): string =>
  chair === null ? "/devices" : `/chairs/${encodeURIComponent(chair)}${kind === "gap" ? "#gaps" : ""}`;
