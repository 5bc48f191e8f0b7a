import type { Who } from "../../src/desk/acts.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import type { ControlPlane } from "../../src/engine/control-plane-port.ts";
import type { Desk } from "../server/desk-port.ts";
import type { Consent, Outcome } from "../wire/acts.ts";
import { boardReader } from "../../src/views/board/fleet-board.ts";
import { heldFleets } from "../../src/views/brakes/held-fleets.ts";
import { stormReader } from "../../src/views/findings/read-storms.ts";
import type { Place } from "../wire/messages.ts";
import type { Model } from "../wire/models.ts";
import type { Shown } from "../wire/pages.ts";
import { readBrakesPage } from "./pages/read-brakes-page.ts";
import { readCalendarPage } from "./pages/read-calendar-page.ts";
import { readFleetPage } from "./pages/read-fleet.ts";
import { readFleets } from "./pages/read-fleets.ts";
import { readHistoryPage } from "./pages/read-history-page.ts";
import { readRunPage } from "./pages/read-run.ts";
import { perform } from "./perform.ts";
import { readPreview } from "./read-preview.ts";
import type { Reading } from "./reading.ts";
import { createServers } from "./servers.ts";

type Plane = Pick<ControlPlane, "ledger" | "clock" | "adoption" | "act" | "wantedImage">;

interface Sitting {
  readonly place: Place;
  /** Who acts, as this machine knows them; the deployed door takes the name that AWS proves. */
  readonly by: string;
  /** Who answers what waits for a yes, with how that is known; not there: as who acts. */
  readonly answersAs?: Who;
}

/** The desk over a control plane: reads by src/views, acts by the acts of the command line. */
export function openDesk(plane: Plane, { place, by, answersAs }: Sitting): Desk {
  const servers = createServers(plane);
  const now = (): number => plane.clock.now();
  const { ledger } = plane;
  const board = boardReader(ledger);
  let held = heldFleets(ledger);
  let storms = stormReader(ledger);
  return {
    place,
    now,
    read: (shown) => {
      const at = now();
      return readModel(shown, { plane, servers, now: at, board: () => board({ now: at }), held, storms });
    },
    preview: (subject) => readPreview(subject, { ledger, now: now() }),
    act: async (consent) => {
      const outcome = await act(consent, plane, { by, answersAs });
      // What was done shows with the next look, whatever is written of the fleet.
      held = heldFleets(ledger);
      storms = stormReader(ledger);
      return outcome;
    },
  };
}

function readModel(shown: Shown, reading: Reading): Promise<Model> {
  switch (shown.page) {
    case "fleets":
      return readFleets(reading);
    case "fleet":
      return readFleetPage(shown.fleet, reading);
    case "run":
      return readRunPage(shown, reading);
    case "history":
      return readHistoryPage(shown, reading);
    case "brakes":
      return readBrakesPage(reading);
    case "calendar":
      return readCalendarPage(reading);
  }
}

/** Refused with the new preview where what was agreed to is not what would be done any more. */
async function act(
  consent: Consent,
  plane: Plane,
  { by, answersAs }: { readonly by: string; readonly answersAs: Who | undefined },
): Promise<Outcome> {
  const { clock, ledger } = plane;
  const preview = await readPreview(
    { act: consent.act, fleet: consent.fleet, item: consent.item, option: consent.option },
    { ledger, now: clock.now() },
  );
  const refused = (words: string): Outcome => ({ done: false, words, preview });
  if (preview.blocked !== null) return refused(`nothing was changed: ${preview.blocked}`);
  if (preview.revision !== consent.revision)
    return refused("nothing was changed: it would do something else by now, read it again");
  if (preview.typed !== null && consent.typed.trim() !== preview.typed)
    return refused(`nothing was changed: type ${preview.typed} to carry it out`);
  const isAnswer = consent.act === "approve" || consent.act === "reject";
  const who = isAnswer && answersAs !== undefined ? answersAs : by;
  // What has no end of its own is given none.
  const agreed = preview.lasts === null ? { ...consent, lasts: "" } : consent;
  try {
    const words = await perform(agreed, { plane, who, now: clock.now() });
    return { done: true, words, at: clock.now(), by };
  } catch (error) {
    if (error instanceof InvalidInput) return refused(error.message);
    throw error;
  }
}
