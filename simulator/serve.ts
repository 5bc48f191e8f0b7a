import { readFile } from "node:fs/promises";
import { enforceIam } from "./iam/enforce-iam.ts";
import { readPolicies } from "./iam/statement.ts";
import { loadScenario } from "./scenario/scenario.ts";
import { HELP, parseServeOptions, type ServeOptions } from "./serve-options.ts";
import { createSimulator } from "./simulator.ts";
import { runWithWallClock } from "./wall-clock.ts";
import { startHttpServer } from "./wire/http-server.ts";

async function serve({ port, speed, seed, scenario, policies }: ServeOptions): Promise<void> {
  const iam = policies === undefined ? undefined : await enforceIam(readPolicies(await readJson(policies)));
  const simulator = createSimulator({
    seed,
    start: Date.now(),
    ...(iam && { authorize: iam.authorize }),
  });
  if (scenario !== undefined) loadScenario(simulator.world, await readFile(scenario, "utf8"));
  const clock = runWithWallClock(simulator.world, speed);
  const server = await startHttpServer(simulator, {
    port,
    beforeEach: clock.catchUp,
    onDefect: console.error,
  }).catch((error: unknown) => {
    clock.stop();
    throw error;
  });
  const use = `export AWS_ENDPOINT_URL=${server.url} AWS_REGION=${simulator.world.region} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test`;
  console.log(`A simulated AWS account at ${server.url} (speed ${speed}, seed ${seed}). To use it: ${use}`);
  const stop = (): void => {
    clock.stop();
    void server.close();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`);
  }
}

try {
  const options = parseServeOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else await serve(options);
} catch (error) {
  console.error(`simulator: ${(error as Error).message}`);
  process.exitCode = 1;
}
