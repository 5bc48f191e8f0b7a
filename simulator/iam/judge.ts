import { type ConditionContext, conditionsHold } from "./condition.ts";
import type { Statement } from "./statement.ts";
import { fitsAction, fitsArn } from "./wildcard.ts";

/** One thing that a call needs permission for: an action on one resource (`*`: the action takes none). */
export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
}

/** A part of a statement that made a call possible. */
export interface Grant {
  /** Counts from 0 in the caller's statements. */
  readonly statement: number;
  readonly action: string;
  /** As the statement has it. */
  readonly resource: string;
}

type Judgement =
  | { readonly allowed: true; readonly grants: readonly Grant[] }
  | { readonly allowed: false; readonly why: "explicit-deny" | "no-allow" };

/** IAM's rule for one policy: a statement that denies wins, and what no statement allows is denied. */
export function judge(statements: readonly Statement[], question: Question): Judgement {
  const applying = concerning(statements, question.action).flatMap(({ statement, index, actions }) =>
    matchesOf(statement, actions, question).map((match) => ({
      ...match,
      statement: index,
      effect: statement.Effect,
    })),
  );
  if (applying.some(({ effect }) => effect === "Deny")) return { allowed: false, why: "explicit-deny" };
  if (applying.length === 0) return { allowed: false, why: "no-allow" };
  return {
    allowed: true,
    grants: applying.map(({ statement, action, resource }) => ({ statement, action, resource })),
  };
}

/** A statement that says something of an action, with the patterns by which it does. */
interface Concerning {
  readonly statement: Statement;
  readonly index: number;
  readonly actions: readonly string[];
}

const compiled = new WeakMap<readonly Statement[], Map<string, readonly Concerning[]>>();

/** The statements that say something of an action: found once for each action of a policy. */
function concerning(statements: readonly Statement[], action: string): readonly Concerning[] {
  let byAction = compiled.get(statements);
  if (byAction === undefined) compiled.set(statements, (byAction = new Map()));
  let found = byAction.get(action);
  if (found === undefined) {
    found = statements.flatMap((statement, index) => {
      const actions = statement.Action.filter((pattern) => fitsAction(pattern, action));
      return actions.length === 0 ? [] : [{ statement, index, actions }];
    });
    byAction.set(action, found);
  }
  return found;
}

function matchesOf(
  { Resource, Condition }: Statement,
  actions: readonly string[],
  { resource, context }: Question,
): { readonly action: string; readonly resource: string }[] {
  const resources = Resource.filter((pattern) => fitsArn(pattern, resource));
  if (resources.length === 0 || !conditionsHold(Condition, context)) return [];
  return actions.flatMap((one) => resources.map((other) => ({ action: one, resource: other })));
}
