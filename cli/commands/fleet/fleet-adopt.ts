import type { MissingTag } from "../../../src/adoption/missing-tags.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { warningsText } from "./preflight.ts";

export const addFleetAdopt: AddCommand = (parent, cli) => {
  const command = parent
    .command("adopt")
    .description("take an Auto Scaling group that serves already as the fleet's first generation")
    .argument("<file>", "the fleet's declaration")
    .requiredOption("--group <name>", "the Auto Scaling group that serves now")
    .action((file: string, { group }: { group: string }, self) =>
      cli.run(self, (session) => adopt(session, file, group)),
    );
  endHelp(command, {
    examples: ["moult fleet adopt fleets/web.yml --group web-asg"],
    exits: ["done", "error"],
  });
};

/** A run with somebody's own credentials needs no tags; the deployed functions do, and would find out in a rollout. */
const tagsText = (missing: readonly MissingTag[]): string[] => [
  "Not tagged moult:fleet. The deployed functions may change only what is, so their first rollout would fail and go back. Tag it:",
  ...missing.flatMap(({ place, why, command }) => [`- ${place}: ${why}`, `    ${command}`]),
];

/** Which rules move together, where there is more than one. */
const rulesText = ({ trafficPlace }: Generation): readonly string[] =>
  (trafficPlace?.pairs ?? []).map(
    ({ rules, targetGroups }) => `Moved together: ${rules.join(", ")}, between ${targetGroups.join(" and ")}`,
  );

async function adopt(session: Session, file: string, group: string): Promise<ExitCode> {
  const { readText } = await import("../../declarations/read-declarations.ts");
  const { parseDeclaration } = await import("../../../src/domain/declaration/declaration.ts");
  const { fleet, declaration } = parseDeclaration(readText(file), file);
  session.say(`Reading group ${group} ...`);
  const plane = await session.plane({ aws: true, beginsLedger: true });
  const by = session.io.environment.user;
  const request = { fleet, declaration, group, by };
  const generation = await session.io.adoptFleet(request, plane);
  const missing = await session.io.missingTags(request, plane);
  const warnings = await session.io.neighbourWarnings(request, plane);
  session.answer(
    "fleet-adopt",
    { fleet: fleet.fleet, generation, missingTags: missing, warnings },
    `${fleet.fleet}: adopted ${group} as generation ${generation.number}, image ${generation.image}`,
  );
  for (const line of rulesText(generation)) session.say(line);
  if (missing.length > 0) session.say(tagsText(missing));
  session.say(warningsText(warnings));
  session.say(`Next: \`moult plan ${fleet.fleet}\` shows what a rollout would do.`);
  session.say(
    `What the declaration names is rolled out from now on, also by a sweep; \`moult freeze ${fleet.fleet} --reason …\` holds it.`,
  );
  return exitCodes.done;
}
