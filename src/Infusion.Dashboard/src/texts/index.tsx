import { setupI18n } from "@lingui/core";
import { TransNoContext, type TransProps } from "@lingui/react/server";
import { catalogue } from "./catalogue";

const { messages, ...rest } = catalogue;

export const language = rest;

// Every text is read from here, those at the top of a module too: whoever imports this has the language already.
export const i18n = setupI18n({ locale: language.locale, messages: { [language.locale]: messages } });

document.documentElement.lang = language.locale;

/** The language does not change while a page is open, so nothing has to stand above a text. */
export const Trans = (props: TransProps) => <TransNoContext {...props} lingui={{ i18n }} />;
