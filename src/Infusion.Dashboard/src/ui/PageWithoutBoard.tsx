import { t } from "@lingui/core/macro";
import "../styles/sheets.css";
import "./pageWithoutBoard.css";
import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";
import { api, saySignedOut } from "../session/api";
import { seesBoard } from "../session/roles";
import { useSignedIn } from "../session/SessionContext";

const pages = [
  { to: "/audit", words: t`Who did what`, roles: ["auditor"] },
  { to: "/clients", words: t`EHR clients`, roles: ["manager", "integrator"] },
];

/** A page that needs no live board: whoever may not see the board may see this. */
export function PageWithoutBoard({
  title,
  className,
  children,
}: {
  title: string;
  className: string;
  children: ReactNode;
}) {
  const { me, clinic: id } = useSignedIn();
  const clinic = me.clinics.find((each) => each.id === id);
  useEffect(() => {
    document.title = clinic ? t`${title}, ${clinic.name}: Infusion` : "Infusion";
  }, [clinic, title]);
  return (
    <div className="page">
      <header className="plain-bar">
        {seesBoard(me.roles) && (
          <Link className="btn" to="/">
            {t`Board`}
          </Link>
        )}
        <h1 className="page-title">{title}</h1>
        <span>{clinic?.name}</span>
        {pages
          .filter((page) => page.words !== title && page.roles.some((role) => me.roles.includes(role)))
          .map((page) => (
            <Link key={page.to} className="btn" to={page.to}>
              {page.words}
            </Link>
          ))}
        <button
          type="button"
          className="btn"
          onClick={() =>
            void api
              .signOut()
              .catch(() => undefined)
              .then(saySignedOut)
          }
        >
          {t`Sign out`}
        </button>
      </header>
      <main className={className}>{children}</main>
    </div>
  );
}
