import type { Consent, Outcome, Preview, Subject } from "../../wire/acts.ts";
import type { Fault } from "../../wire/messages.ts";
import { headersOf } from "../line/session.ts";

/** Why there is no answer of the desk, and what to do next. */
interface Unanswered {
  readonly words: string;
}

const LOST = "The local server is gone: start moult dashboard again.";
/** The connection may have been lost on the way back: what was asked for may be done. */
const MAYBE_DONE = "No answer came, and it may have been done. Look at the history before you ask again.";

/** What was answered, or why nothing was; `lost` where nobody did. */
async function post<Done extends object>(
  path: string,
  body: object,
  lost: string,
): Promise<Done | Unanswered> {
  try {
    const answer = await fetch(path, { method: "POST", headers: headersOf(), body: JSON.stringify(body) });
    const said = (await answer.json()) as Done | Fault;
    return "next" in said ? { words: `${said.words.replace(/\.$/, "")}. ${said.next}` } : said;
  } catch {
    return { words: lost };
  }
}

/** What an act would do now. */
export const askPreview = (subject: Subject): Promise<Preview | Unanswered> =>
  post("/api/preview", subject, LOST);

/** Has it done. */
export const askAct = (consent: Consent): Promise<Outcome | Unanswered> =>
  post("/api/act", consent, MAYBE_DONE);
