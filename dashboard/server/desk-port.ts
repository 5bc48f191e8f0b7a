import type { Consent, Outcome, Preview, Subject } from "../wire/acts.ts";
import type { Place } from "../wire/messages.ts";
import type { Model } from "../wire/models.ts";
import type { Shown } from "../wire/pages.ts";

/** What the server shows and does, whatever it is of: the operator's account, or a demo's. */
export interface Desk {
  readonly place: Place;
  /** Milliseconds since 1970, of the account that is shown. */
  now(): number;
  /** Reads what a page shows. Throws what the reads throw. */
  read(shown: Shown): Promise<Model>;
  preview(subject: Subject): Promise<Preview>;
  /** Carries it out if it is still what was agreed to. */
  act(consent: Consent): Promise<Outcome>;
}
