import { objectsOf, type Strangers } from "../../strangers/objects.ts";
import { excused } from "../../exemptions.ts";
import type { Change, Invariant } from "../../invariant.ts";
import type { CheckerInput } from "../../checker-input.ts";

/**
 * Whatever is another's stays as it is: no change names a group, server, template, target group, rule, parameter or alarm
 * of strangers, and at quiescence each of them is as it was when they had furnished it.
 */
export const untouched = (): Invariant => ({
  name: "untouched",
  change: namedFault,
  quiescent: (input) => {
    const { strangers, world } = input;
    if (strangers === undefined) return undefined;
    const now = objectsOf(world);
    const name = [...strangers.objects.keys()].find(
      (each) => now.get(each) !== strangers.objects.get(each) && !isGoneWithListener(each, input),
    );
    return name && `${name} is not the fleet's, and is not as it was: ${now.get(name) ?? "gone"}`;
  },
});

/** A rule goes with its listener, whoever deletes that. */
const isGoneWithListener = (object: string, { account, world }: CheckerInput): boolean =>
  excused(
    "untouched: a rule that went with its listener",
    object.startsWith("rule ") && !world.state.listeners.has(account.listener),
  );

function namedFault({ call }: Change, { strangers }: CheckerInput): string | undefined {
  if (strangers === undefined) return undefined;
  const name = namesIn(call.input).find((each) => isOthers(each, strangers));
  return name && `${name} is not the fleet's`;
}

const isOthers = (name: string, { names }: Strangers): boolean => names.has(name);

/** Every text that a call names, at any depth. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(namesIn) : [];
}
