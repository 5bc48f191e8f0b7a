import type { ImageRecord } from "../../../simulator/services/ec2/state.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { parseDuration } from "../../../src/domain/duration.ts";

/** How servers behave that do all that is asked of them, if only in their time. */
const HARMLESS = new Set(["sim:boot-seconds", "sim:healthy-seconds", "sim:command-seconds"]);
/** A fleet's commands have a minute; who takes almost all of it may miss it. */
const COMMAND_SECONDS = 55;
/** A Network Load Balancer registers a server for two minutes and more before it checks it. */
const REGISTRATION_SECONDS: Readonly<Record<string, number>> = { "nlb-weighted": 150 };

/**
 * What an image has of its own for which a rollout may fail: how its servers behave, that it is for another processor or gone, or
 * that they boot, are registered, and carry commands out, for more than half of the time that is declared for it. Undefined:
 * nothing.
 */
export function ownFault(
  image: Pick<ImageRecord, "tags" | "architecture" | "state"> | undefined,
  { deadlines, strategy }: { readonly deadlines: FleetDeclaration["deadlines"]; readonly strategy: string },
): string | undefined {
  if (image === undefined || image.state !== "available") return "the image is gone";
  if (image.architecture !== "x86_64") return `it is for ${image.architecture}`;
  const own = image.tags.filter(({ key }) => key.startsWith("sim:"));
  const seconds = (tag: string): number => Number(own.find(({ key }) => key === tag)?.value ?? 0);
  const odd = own.find(({ key, value }) => !HARMLESS.has(key) || !/^\d+$/u.test(value));
  if (odd !== undefined) return `${odd.key} is ${odd.value}`;
  if (seconds("sim:command-seconds") > COMMAND_SECONDS) return "its commands take too long";
  const registers = REGISTRATION_SECONDS[strategy] ?? 0;
  const boots =
    seconds("sim:boot-seconds") + seconds("sim:healthy-seconds") + seconds("sim:command-seconds") + registers;
  const validate = parseDuration(deadlines?.validate ?? "15m") ?? 0;
  return boots > validate / 2 ? `its servers are not proved good for ${boots} s` : undefined;
}
