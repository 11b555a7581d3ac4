import { NavLink } from "react-router";
import { BrandMark } from "../Icon";
import { UserMenu } from "./UserMenu";

/** The head of a page for whoever does not see the live board: nothing on it is live, and nothing says that it is. */
export const QuietBar = ({ title }: { title: string }) => (
  <header className="head-of-page">
    <div className="bar">
      <div className="brand">
        <BrandMark />
      </div>
      <h1 className="page-title">{title}</h1>
      <nav className="push quiet-nav" aria-label="Pages">
        <NavLink className="btn" to="/therapy">
          My appointments
        </NavLink>
        <NavLink className="btn" to="/calendar">
          Calendar
        </NavLink>
      </nav>
      <UserMenu />
    </div>
  </header>
);
