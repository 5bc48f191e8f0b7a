import type { Connection } from "../../src/aws/clients.ts";
import { callerIdentity } from "../../src/aws/sts.ts";
import { realClock } from "../../src/step/real-clock.ts";
import { doorCaller } from "../../src/aws/operator/call-door.ts";
import { deniedActions } from "../../src/aws/stack/allowed-actions.ts";
import { stackReader } from "../../src/aws/stack/examine-stack.ts";
import type { ControlPlane } from "../../src/engine/control-plane-port.ts";
import { readCalendarAhead } from "../../src/views/calendar/calendars-ahead.ts";
import type { Check } from "../../src/views/doctor/check.ts";
import { examine } from "../../src/views/doctor/examine.ts";
import type { AnswerContext } from "./context.ts";
import { ownVersion } from "./own-version.ts";

interface Examining {
  readonly plane: Pick<ControlPlane, "ledger" | "adoption">;
  readonly connection: Connection;
  readonly profile: string;
}

/** Has the doctor look, as who the commands act. */
export function examinePlace(
  place: AnswerContext,
  { plane, connection, profile }: Examining,
): Promise<readonly Check[]> {
  const { region, endpoint } = place;
  const settings = { region, ...(endpoint !== null && { endpoint }), ...connection };
  return examine(
    { ...place, profile, version: ownVersion() },
    {
      identity: () => callerIdentity(settings),
      ledger: plane.ledger,
      readAhead: (name, stretch) => readCalendarAhead(() => plane.adoption(), name, stretch),
      clock: realClock,
      reader: stackReader(settings),
      denied: deniedActions(settings),
      whoami: async (url) => {
        const { by } = (await doorCaller({ url, region, connection })("whoami", {})) as { by: string };
        return by;
      },
    },
  );
}
