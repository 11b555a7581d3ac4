import { t } from "@lingui/core/macro";
import "../styles/sheets.css";
import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";
import { useLive } from "../live/LiveContext";
import { pagesWithoutBoard } from "../session/roles";
import { useSignedIn } from "../session/SessionContext";
import { QuietBar } from "./bar/QuietBar";
import { TopBar } from "./bar/TopBar";
import { Icon } from "./Icon";

interface Props {
  title: string;
  /** In the browser's tab, where it is shorter. */
  tab?: string;
  className: string;
  children: ReactNode;
}

/** A page beside the board: its name, the way back, and the clinic in the browser's tab. */
export function Page({ title, tab = title, className, children }: Props) {
  const { me, clinic: id } = useSignedIn();
  const live = useLive((state) => state.clinic);
  const clinic = live ?? me.clinics.find((each) => each.id === id);
  useEffect(() => {
    document.title = clinic ? t`${tab}, ${clinic.name}: Infusion` : "Infusion";
  }, [clinic, tab]);
  return (
    <div className="page">
      {pagesWithoutBoard(me.roles) ? (
        <QuietBar title={title} />
      ) : (
        <TopBar>
          <Link className="btn back" to="/">
            <Icon name="back" />
            {t`Board`}
          </Link>
          <h1 className="page-title">{title}</h1>
        </TopBar>
      )}
      <main className={className}>{children}</main>
    </div>
  );
}
