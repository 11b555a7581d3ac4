import { t } from "@lingui/core/macro";
import { NavLink } from "react-router";
import { pagesWithoutBoard } from "../../session/roles";
import { useSignedIn } from "../../session/SessionContext";
import { BrandMark } from "../Icon";
import { UserMenu } from "./UserMenu";

const words: Record<string, string> = {
  "/therapy": t`My appointments`,
  "/calendar": t`Calendar`,
  "/devices": t`Devices`,
};

/** The head of a page for whoever does not see the live board: nothing on it is live, and nothing says that it is. */
export function QuietBar({ title }: { title: string }) {
  const { me } = useSignedIn();
  return (
    <header className="head-of-page">
      <div className="bar">
        <div className="brand">
          <BrandMark />
        </div>
        <h1 className="page-title">{title}</h1>
        <nav className="push quiet-nav" aria-label={t`Pages`}>
          {pagesWithoutBoard(me.roles)?.map((to) => (
            <NavLink key={to} className="btn" to={to}>
              {words[to]}
            </NavLink>
          ))}
        </nav>
        <UserMenu />
      </div>
    </header>
  );
}
