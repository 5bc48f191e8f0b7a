import { isolation } from "../../../src/domain/access/isolation.ts";
import { instanceId } from "../../../src/domain/access/instance-id.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { readState } from "../../../src/rollout/convergence/read-state.ts";
import { blockedBy, doing, type Effects } from "./effects.ts";

interface Allowing {
  readonly fleet: string;
  /** The server; null: any of the fleet. */
  readonly item: string | null;
  /** It is out of traffic meanwhile. */
  readonly option: boolean;
}

/** What it comes to that people may log in for a while. */
export async function accessEffects(
  { fleet, item: server, option }: Allowing,
  { ledger, now }: { readonly ledger: Ledger; readonly now: number },
): Promise<Effects> {
  if (server !== null && !instanceId.safeParse(server).success)
    return blockedBy(`${server} is no id of a server: write it as i-0123456789abcdef0`);
  const told = `Who logs into ${server ?? `any server of ${fleet}`} from now on is written down, and no server is replaced for it, for as long as you say: a minute at least, a day at most.`;
  const not = [
    "It opens no way into a server: who could not come in before cannot now.",
    "A login of before is not made good by it.",
  ];
  if (!option) return doing([told], { not });
  if (server === null) return blockedBy("one server is taken out of traffic: name it");
  const found = isolation({ fleet, server }, await readState(fleet, { ledger, clock: { now: () => now } }));
  if ("fault" in found) return blockedBy(found.fault);
  return doing(
    [
      told,
      "Within five minutes a substitute is launched.",
      `When that serves, ${server} leaves traffic, until you are done.`,
      "When the leave is over it hands its data off and ends.",
    ],
    { not, irreversible: [`${server} is terminated at the end; abort puts it back into traffic before.`] },
  );
}
