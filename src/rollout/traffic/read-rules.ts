import { readActions } from "../../aws/elbv2/elbv2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { RuleActions } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { isReleased } from "../is-released.ts";
import type { Work } from "../work.ts";

/** Traffic goes back to blue, or blue is gone: no rule that is missing or unreadable may keep the others from it. */
export const isGoingBack = (work: Work<never>): boolean =>
  work.run().phase === "RollBack" || isReleased(work.run());

/**
 * Reads each rule: one call each. On the way back one of several that is gone is skipped, and told once. Throws NotFound for
 * one that is gone at any other time, and for the only one.
 */
export async function readRules(
  arns: readonly string[],
  work: Work<"elbv2">,
): Promise<readonly RuleActions[]> {
  const { elbv2 } = work.context.aws;
  const mayBeGone = arns.length > 1 && isGoingBack(work);
  const rules = await Promise.all(
    arns.map(async (arn) => {
      const read = readActions(elbv2, arn);
      return { arn, actions: mayBeGone ? ((await undefinedIfNotFound(read)) ?? null) : await read };
    }),
  );
  for (const { arn, actions } of rules) if (actions === null) await noteGone(arn, work);
  return rules;
}

async function noteGone(arn: string, work: Work<never>): Promise<void> {
  const { traffic } = work.run();
  if (traffic.rules?.[arn]?.isGone) return;
  const reason = `${arn} is gone: somebody deleted it. It is skipped, the other rules are set without it`;
  await work.note("decision", reason, { action: "skip-rule", subject: arn });
  const { setPercent } = traffic;
  const rule = traffic.rules?.[arn] ?? { setPercent, observedPercent: null };
  await work.update({
    traffic: { ...traffic, rules: { ...traffic.rules, [arn]: { ...rule, isGone: true } } },
  });
}
