import { run } from "./run.ts";
import { readEnvironment } from "./session/environment.ts";
import { askPerson, holdTerminal, onInterrupt, screenOf } from "./terminal/terminal.ts";

const environment = readEnvironment();
const code = await run(process.argv.slice(2), {
  environment,
  stdout: screenOf(process.stdout),
  stderr: screenOf(process.stderr),
  ask: process.stdin.isTTY && process.stderr.isTTY ? askPerson : undefined,
  onInterrupt,
  holdTerminal,
  after: (milliseconds, listener) => {
    const timer = setTimeout(listener, milliseconds);
    return () => clearTimeout(timer);
  },
  examine: async (place, ledger) => {
    const { examinePlace } = await import("./session/examine-place.ts");
    return examinePlace(place, ledger);
  },
  openControlPlane: async (options) => {
    const { openControlPlane } = await import("../src/engine/control-plane.ts");
    const { httpProbe } = await import("../src/lambda/probe.ts");
    return openControlPlane(options, httpProbe(environment.probeProxy));
  },
  identify: async ({ region, endpoint }) => {
    const { callerIdentity } = await import("../src/aws/sts.ts");
    return callerIdentity({ region, ...(endpoint !== undefined && { endpoint }) });
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
