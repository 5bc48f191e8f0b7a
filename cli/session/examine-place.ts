import { readFileSync } from "node:fs";
import { callerIdentity } from "../../src/aws/sts.ts";
import { deniedActions } from "../../src/aws/stack/allowed-actions.ts";
import { stackReader } from "../../src/aws/stack/examine-stack.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Check } from "../../src/views/doctor/check.ts";
import { examine } from "../../src/views/doctor/examine.ts";
import type { AnswerContext } from "./context.ts";

/** Has the doctor look, with the SDK's own credentials. */
export function examinePlace(place: AnswerContext, ledger: Ledger): Promise<readonly Check[]> {
  const { region, endpoint } = place;
  const settings = { region, ...(endpoint !== null && { endpoint }) };
  return examine(
    { ...place, version: ownVersion() },
    {
      identity: () => callerIdentity(settings),
      ledger,
      reader: stackReader(settings),
      denied: deniedActions(settings),
    },
  );
}

function ownVersion(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
