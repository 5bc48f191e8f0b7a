import { rulesOf } from "../services/elbv2/routing.ts";
import type { RuleRecord } from "../services/elbv2/state.ts";
import type { WorldState } from "../world/state.ts";

interface Request {
  readonly host: string;
  readonly path: string;
}

type Condition = Readonly<Record<string, unknown>>;

/** The rule that a request meets: the first by priority whose conditions all hold, in the end the default rule. */
export function matchingRule(
  state: WorldState,
  listenerArn: string,
  request: Request,
): RuleRecord | undefined {
  return rulesOf(state, listenerArn).find(
    (rule) => rule.priority === "default" || rule.conditions.every((condition) => holds(condition, request)),
  );
}

// Requests here have a host and a path; a condition on anything else never holds.
function holds(condition: Condition, request: Request): boolean {
  if (condition["Field"] === "path-pattern")
    return patterns(condition, "PathPatternConfig").some((pattern) =>
      wildcard(pattern, "").test(request.path),
    );
  if (condition["Field"] === "host-header")
    return patterns(condition, "HostHeaderConfig").some((pattern) =>
      wildcard(pattern, "i").test(request.host),
    );
  return false;
}

function patterns(condition: Condition, config: string): readonly string[] {
  const { Values: nested } = (condition[config] ?? {}) as { Values?: readonly string[] };
  return nested ?? (condition["Values"] as readonly string[] | undefined) ?? [];
}

/** `*` stands for any number of characters, `?` for one (ELB/RuleCondition). Host names ignore case, paths do not. */
function wildcard(pattern: string, flags: string): RegExp {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`, flags);
}
