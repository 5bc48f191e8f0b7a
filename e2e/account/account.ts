import {
  type AccountPlan,
  type Account as Furnished,
  furnishAccount,
  registerImage,
} from "../../rehearsal/account.ts";
import { type Denial, enforceIam, type IamEnforcement } from "../../simulator/iam/enforce-iam.ts";
import { createSimulator, type Simulator } from "../../simulator/simulator.ts";
import { runWithWallClock } from "../../simulator/wall-clock.ts";
import { startHttpServer } from "../../simulator/wire/http-server.ts";
import { eventually } from "../report/eventually.ts";
import type { DeployedFunction } from "../stack/deployed.ts";

/** The simulated half of the account, over HTTP: servers, groups, load balancers, parameters. */
export interface Account {
  readonly url: string;
  readonly simulator: Simulator;
  /** What a team has, by the fleet's name. */
  readonly fleets: ReadonlyMap<string, Furnished>;
  /** From now on the functions may do what their roles say, and nothing else. */
  enforce(functions: readonly DeployedFunction[]): Promise<void>;
  /** Calls that were refused for want of permission, so far. */
  denials(): readonly Denial[];
  /** An image that is available, whose servers behave as the `sim:*` tags say. */
  image(name: string, tags?: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

export type TeamPlan = Partial<Omit<AccountPlan, "name">> & { readonly name: string };

/** How much faster than real time the account lives. Its servers are healthy after four seconds. */
const SPEED = 10;
/** So long ago the teams' servers were launched: an age of an hour is over. */
const AGE_SECONDS = 2 * 3600;
const QUICK = { "sim:boot-seconds": "15", "sim:healthy-seconds": "10", "sim:command-seconds": "2" };

/** Makes an account that is two hours old, with what the teams have in it, and serves it. */
export async function openAccount(teams: readonly TeamPlan[]): Promise<Account> {
  const start = Date.now() - AGE_SECONDS * 1000;
  const enforced: IamEnforcement[] = [];
  const policies = new Map<string, DeployedFunction["statements"]>();
  const simulator = createSimulator({
    seed: 16,
    start,
    authorize: (call, world) => enforced.at(-1)?.authorize(call, world),
  });
  const fleets = await simulator.drive(furnished(simulator, teams));
  simulator.world.advanceTo(Date.now());
  startUsers(simulator, fleets);
  const clock = runWithWallClock(simulator.world, SPEED);
  const server = await startHttpServer(simulator, { port: 0, beforeEach: clock.catchUp });
  return {
    url: server.url,
    simulator,
    fleets,
    enforce: async (functions) => {
      for (const { credentials, statements } of functions) policies.set(credentials.accessKeyId, statements);
      enforced.push(await enforceIam(Object.fromEntries(policies)));
    },
    denials: () => enforced.flatMap(({ denials }) => denials),
    image: async (name, tags = {}) => {
      const image = await registerImage(simulator, name, { ...QUICK, ...tags });
      const isAvailable = (): true | undefined =>
        simulator.world.state.images.get(image)?.state === "available" || undefined;
      await eventually({ what: `${name} is available`, seconds: 60 }, async () => isAvailable());
      return image;
    },
    close: async () => {
      clock.stop();
      await server.close();
    },
  };
}

async function furnished(simulator: Simulator, teams: readonly TeamPlan[]): Promise<Map<string, Furnished>> {
  const fleets = new Map<string, Furnished>();
  for (const team of teams) {
    const plan = {
      servers: 2,
      image: QUICK,
      loadBalancer: "application",
      ...NETWORK,
      tagged: true,
      ...team,
    } as const;
    fleets.set(team.name, await furnishAccount(simulator, plan));
    // Requests to make all of it at once would overdraw the account's quotas.
    await simulator.clock.sleep(30_000);
  }
  return fleets;
}

const NETWORK = { checkIntervalSeconds: 10, drainSeconds: 30 };

/** Users of every fleet behind a load balancer, all the while. None of their requests may be lost. */
function startUsers({ traffic }: Simulator, fleets: ReadonlyMap<string, Furnished>): void {
  for (const { listener } of fleets.values())
    if (listener !== "") traffic.start({ listenerArn: listener, requestsPerSecond: 5, measured: false });
}
