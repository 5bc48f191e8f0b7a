import type { Connection } from "../src/aws/clients.ts";
import { run } from "./run.ts";
import { readEnvironment } from "./session/environment.ts";
import { askPerson, holdTerminal, mfaCode, onInterrupt, screenOf } from "./terminal/terminal.ts";

const environment = readEnvironment();
const ask = process.stdin.isTTY && process.stderr.isTTY ? askPerson : undefined;
let opened: Promise<Connection> | undefined;
/** The same for all that the command asks of AWS. */
const connection = (): Promise<Connection> =>
  (opened ??= import("../src/aws/operator/operator-connection.ts").then(({ operatorConnection }) =>
    operatorConnection({ proxy: environment.proxy, mfaCode: ask && mfaCode(ask) }),
  ));
const code = await run(process.argv.slice(2), {
  environment,
  stdout: screenOf(process.stdout),
  stderr: screenOf(process.stderr),
  ask,
  onInterrupt,
  holdTerminal,
  after: (milliseconds, listener) => {
    const timer = setTimeout(listener, milliseconds);
    return () => clearTimeout(timer);
  },
  examine: async (place, plane) => {
    const { examinePlace } = await import("./session/examine-place.ts");
    return examinePlace(place, {
      plane,
      connection: await connection(),
      profile: environment.profile,
    });
  },
  deployedVersion: async (stack) => {
    const { deployedVersion } = await import("./session/deployed-version.ts");
    return deployedVersion({ ...stack, connection: await connection() });
  },
  listPrices: async ({ region, endpoint }, types) => {
    const { listPrices } = await import("../src/aws/pricing/list-prices.ts");
    return listPrices({ region, types }, endpoint === null ? {} : { endpoint });
  },
  openControlPlane: async (options) => {
    const { openControlPlane } = await import("../src/engine/control-plane.ts");
    const { httpProbe } = await import("../src/lambda/probe.ts");
    return openControlPlane({ ...options, connection }, httpProbe(environment.probeProxy));
  },
  profileRegion: async () => {
    const { profileRegion } = await import("../src/aws/operator/profile-region.ts");
    return profileRegion(environment.profile);
  },
  identify: async ({ region, endpoint }) => {
    const { callerIdentity } = await import("../src/aws/sts.ts");
    const settings = { region, ...(endpoint !== undefined && { endpoint }) };
    return callerIdentity({ ...settings, ...(await connection()) });
  },
  adoptFleet: async (request, plane) => {
    const { adoptFleet } = await import("../src/adoption/adopt.ts");
    return adoptFleet(request, await plane.adoption());
  },
  missingTags: async ({ fleet, group }, plane) => {
    const { missingTags } = await import("../src/adoption/missing-tags.ts");
    return missingTags(fleet, group, await plane.adoption());
  },
  neighbourWarnings: async ({ fleet, group }, plane) => {
    const { neighbourWarnings } = await import("../src/rollout/neighbours/warnings.ts");
    return neighbourWarnings(fleet, group, await plane.adoption());
  },
  preflightFleet: async (fleet, plane) => {
    const { preflightFleet } = await import("../src/adoption/preflight.ts");
    return preflightFleet(fleet, await plane.adoption());
  },
});
// The embedded engine may still wait for something: leaving means leaving, once everything is written.
process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
