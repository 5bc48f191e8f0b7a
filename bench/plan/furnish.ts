import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { type Account, registerImage } from "../../rehearsal/account.ts";
import { openFleet } from "../../rehearsal/fleet.ts";
import { type Rehearsal, scanOnce, sweepOnce } from "../../rehearsal/rehearsal.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import { freeze } from "../../src/ledger/freezes.ts";

const HOUR_MS = 3_600_000;
const SCRIPT = { "sim:boot-seconds": "40", "sim:healthy-seconds": "15" };

/** What is different about a fleet. */
interface Kind {
  readonly declared: Partial<FleetDeclaration>;
  /** A new image is on its channel when the plan is made. */
  readonly isNew?: boolean;
  /** Hours from then on for which it is frozen. */
  readonly frozenHours?: number;
}

/** One after the other: ages with and without jitter, windows that wait for images and ages, budgets, freezes, hardMax. */
const KINDS: readonly Kind[] = [
  { declared: { age: { max: "5d", jitter: "0%" } } },
  {
    declared: { age: { max: "4d", jitter: "0%" }, windows: { allow: ["Tue,Thu 09:00-16:00 Europe/Berlin"] } },
  },
  { declared: { windows: { allow: ["Wed 20:00-23:00 America/New_York"] } }, isNew: true },
  {
    declared: { age: { max: "80h", jitter: "0%" }, windows: { deny: ["Mon-Fri 06:00-22:00 Asia/Tokyo"] } },
  },
  { declared: { age: { max: "6d", jitter: "0%" } }, isNew: true, frozenHours: 60 },
  {
    declared: {
      age: { max: "90h", jitter: "0%", hardMax: "5d" },
      windows: { allow: ["Sun 02:00-05:00 UTC"] },
      budget: { perDay: 1 },
    },
  },
  { declared: { age: { max: "7d", jitter: "20%" } } },
  { declared: { windows: { deny: ["2026-11-01/2027-02-01 UTC"] } }, isNew: true },
];

interface Size {
  readonly fleets: number;
  readonly servers: number;
}

/**
 * Adopts fleets as an operator would, an hour apart, and then publishes images, freezes, and lets one scan and one sweep run: what is
 * due then and nothing holds is under way when the plan is made. Answers the fleets' names.
 */
export async function furnishPlanned(rehearsal: Rehearsal, { fleets, servers }: Size): Promise<string[]> {
  const { simulator, ledger } = rehearsal;
  const furnished: { readonly name: string; readonly account: Account; readonly kind: Kind }[] = [];
  for (let index = 0; index < fleets; index += 1) {
    const kind = KINDS[index % KINDS.length];
    if (kind === undefined) continue;
    const name = `f${String(index).padStart(3, "0")}`;
    const { account } = await openFleet(rehearsal, planOf(name, servers), (found) => ({
      ...declarationOf(found, name),
      ...kind.declared,
    }));
    furnished.push({ name, account, kind });
    await simulator.clock.sleep(HOUR_MS);
  }
  const since = simulator.clock.now();
  for (const { name, kind } of furnished) {
    if (kind.frozenHours === undefined) continue;
    const until = since + kind.frozenHours * HOUR_MS;
    await freeze(ledger, { fleet: name, reason: "audit", by: "bench", since, until });
  }
  // The event of each is heard: no sweep reads for a frozen fleet what its declaration names.
  for (const { name, account, kind } of furnished)
    if (kind.isNew) await publish(rehearsal, account.channel, `${name}-2`);
  await simulator.clock.sleep(HOUR_MS / 60);
  await scanOnce(rehearsal);
  await sweepOnce(rehearsal);
  return furnished.map(({ name }) => name);
}

const planOf = (name: string, servers: number) =>
  ({
    name,
    servers,
    image: SCRIPT,
    loadBalancer: "none",
    checkIntervalSeconds: 30,
    drainSeconds: 30,
    tagged: true,
  }) as const;

const declarationOf = ({ template, channel }: Account, fleet: string): FleetDeclaration => ({
  fleet,
  template,
  image: { channel },
  traffic: { strategy: "none" },
  gates: [{ kind: "instance-status" }],
  bake: "5m",
  retire: { drain: "60s" },
});

async function publish({ simulator }: Rehearsal, channel: string, name: string): Promise<void> {
  // Within the account's quotas for PutParameter (aws-facts 2).
  await simulator.clock.sleep(1000);
  const image = await registerImage(simulator, name, SCRIPT);
  const ssm = simulator.open(SSMClient, { name: "platform-team" });
  await ssm.send(new PutParameterCommand({ Name: channel, Value: image, Type: "String", Overwrite: true }));
}
