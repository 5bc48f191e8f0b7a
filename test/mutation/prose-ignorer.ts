import type { Ignorer } from "@stryker-mutator/api/ignore";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";

interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
  readonly expressions?: readonly Node[];
  readonly object?: Node;
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
}

/** Words with spaces between them. Names of events are written in capitals (`Rollout Started`) and are no prose. */
const PROSE = / [a-z($]|^[,;:] $/u;
/** What a database reads. */
const QUERY = /[=*<>]|^[A-Z]{3,} /u;

/** Sentences for people: a test of their words would repeat them. What they are made of, such as a condition, is not. */
class ProseIgnorer implements Ignorer {
  shouldIgnore(path: unknown): string | undefined {
    const { node } = path as { node: Node };
    const text = textOf(node);
    return text !== undefined && PROSE.test(text) && !QUERY.test(text) ? "a sentence for people" : undefined;
  }
}

function textOf(node: Node): string | undefined {
  if (node.type === "StringLiteral") return String(node.value);
  if (node.type !== "TemplateLiteral" || !node.expressions?.every(isPlain)) return undefined;
  return node.quasis?.map(({ value }) => value.raw).join("$");
}

/** A name, a member, or a call with such: nothing in it that Stryker would change. */
function isPlain(node: Node): boolean {
  if (node.type === "Identifier" || node.type === "ThisExpression") return true;
  if (node.type === "MemberExpression") return node.object !== undefined && isPlain(node.object);
  if (node.type !== "CallExpression" || node.callee === undefined) return false;
  return (
    isPlain(node.callee) && (node.arguments ?? []).every((each) => isPlain(each) || textOf(each) === ", ")
  );
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Ignore, "prose", ProseIgnorer)];
