import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { type Account, registerImage } from "../../rehearsal/account.ts";
import { openFleet } from "../../rehearsal/fleet.ts";
import { type Rehearsal, scanOnce, sweepOnce } from "../../rehearsal/rehearsal.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import { freeze } from "../../src/ledger/freezes.ts";
import { answerApproval } from "../../src/rollout/approval/answer-approval.ts";
import { EARLY_MS, type Kind } from "./kinds.ts";

const HOUR_MS = 3_600_000;
/** From one adoption to the next, with what an adoption takes. */
const ADOPTION_MS = 1.1 * HOUR_MS;
const SCRIPT = { "sim:boot-seconds": "40", "sim:healthy-seconds": "15" };

interface Size {
  readonly fleets: number;
  readonly servers: number;
  readonly kinds: readonly Kind[];
}

/** A fleet as it was set up. */
export interface Furnished {
  readonly name: string;
  readonly kind: Kind;
}

/**
 * Adopts fleets as an operator would, an hour apart, and then publishes images, freezes, and lets one scan and one sweep run: what is
 * due then and nothing holds is under way when the plan is made.
 */
export async function furnishPlanned(
  rehearsal: Rehearsal,
  { fleets, servers, kinds }: Size,
): Promise<readonly Furnished[]> {
  const { simulator, ledger } = rehearsal;
  const { clock } = simulator;
  const planAt = Math.ceil((clock.now() + (fleets + 1) * ADOPTION_MS) / HOUR_MS) * HOUR_MS;
  const furnished: (Furnished & { readonly account: Account })[] = [];
  for (let index = 0; index < fleets; index += 1) {
    const kind = kinds[index % kinds.length];
    if (kind === undefined) continue;
    const name = `f${String(index).padStart(3, "0")}`;
    const { declared } = kind;
    const { account } = await openFleet(rehearsal, planOf(name, servers, kind), (found) => ({
      ...declarationOf(found, name),
      ...(typeof declared === "function" ? declared(planAt) : declared),
    }));
    furnished.push({ name, account, kind });
    await clock.sleep(HOUR_MS);
  }
  // The event of each image is heard: no sweep reads for a frozen fleet what its declaration names.
  const publishAll = async (when: Kind["isNew"]): Promise<void> => {
    for (const { name, account, kind } of furnished)
      if (kind.isNew === when) await publish(rehearsal, account.channel, { name, kind });
  };
  await clock.sleep(planAt - EARLY_MS - clock.now());
  await publishAll("early");
  await clock.sleep(planAt - clock.now());
  for (const { name, kind } of furnished) {
    if (kind.frozenHours === undefined) continue;
    const until = planAt + kind.frozenHours * HOUR_MS;
    await freeze(ledger, { fleet: name, reason: "audit", by: "bench", since: planAt, until });
  }
  await publishAll("now");
  await clock.sleep(HOUR_MS / 60);
  await scanOnce(rehearsal);
  await sweepOnce(rehearsal);
  for (const { name, kind } of furnished) if (kind.yesHours === 0) await sayYes(rehearsal, name);
  return furnished;
}

/** A person says yes to what waits for that. */
export async function sayYes({ ledger, simulator }: Rehearsal, fleet: string): Promise<void> {
  const said = { by: "ada", proof: "none", reason: "tried it", image: null } as const;
  await answerApproval({ fleet, verdict: "approved", ...said }, { ledger, clock: simulator.clock });
}

const planOf = (name: string, servers: number, kind: Kind) =>
  ({
    name,
    servers,
    image: scriptOf(kind),
    loadBalancer: "none",
    checkIntervalSeconds: 30,
    drainSeconds: 30,
    tagged: true,
  }) as const;

const scriptOf = ({ bootSeconds }: Kind): Readonly<Record<string, string>> =>
  bootSeconds === undefined ? SCRIPT : { ...SCRIPT, "sim:boot-seconds": String(bootSeconds) };

const declarationOf = ({ template, channel }: Account, fleet: string): FleetDeclaration => ({
  fleet,
  template,
  image: { channel },
  traffic: { strategy: "none" },
  gates: [{ kind: "instance-status" }],
  bake: "5m",
  retire: { drain: "60s" },
});

async function publish({ simulator }: Rehearsal, channel: string, { name, kind }: Furnished): Promise<void> {
  // Within the account's quotas for PutParameter (aws-facts 2).
  await simulator.clock.sleep(1000);
  const image = await registerImage(simulator, `${name}-2`, scriptOf(kind));
  const ssm = simulator.open(SSMClient, { name: "platform-team" });
  await ssm.send(new PutParameterCommand({ Name: channel, Value: image, Type: "String", Overwrite: true }));
}
