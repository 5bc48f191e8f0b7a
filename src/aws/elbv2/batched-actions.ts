import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { NotFound } from "../../errors/errors.ts";
import { chunk, describeExisting } from "../describe-existing.ts";

type Command = Parameters<ElasticLoadBalancingV2Client["send"]>[0];
type Answers = Promise<ReadonlyMap<string, object>>;

/** In one call. AWS names no limit for ARNs; a page holds 400 (ELB/DescribeRules, ELB/DescribeListeners). */
const AT_ONCE = 100;

/**
 * A client for a look at many rules and listeners: whoever asks for one of these is answered from a call for a hundred of them,
 * made when the first of them is asked for. What such a call fails with, each of its hundred fails with. It is as old as its
 * first answers: for one look. All else goes to AWS as it is.
 */
export function batchedActions(
  client: ElasticLoadBalancingV2Client,
  arns: readonly string[],
): ElasticLoadBalancingV2Client {
  const isRule = (arn: string): boolean => arn.includes(":listener-rule/");
  const all = [...new Set(arns)];
  const rules = batches(all.filter(isRule), async (RuleArns) => {
    const { Rules = [] } = await client.send(new DescribeRulesCommand({ RuleArns }));
    return Rules.map((rule) => [rule.RuleArn ?? "", rule]);
  });
  const listeners = batches(
    all.filter((arn) => !isRule(arn)),
    async (ListenerArns) => {
      const { Listeners = [] } = await client.send(new DescribeListenersCommand({ ListenerArns }));
      return Listeners.map((listener) => [listener.ListenerArn ?? "", listener]);
    },
  );
  const send = async (command: Command): Promise<unknown> => {
    const rule = command instanceof DescribeRulesCommand ? onlyOne(command.input.RuleArns, rules) : null;
    if (rule) return { Rules: [await rule] };
    const listener =
      command instanceof DescribeListenersCommand ? onlyOne(command.input.ListenerArns, listeners) : null;
    if (listener) return { Listeners: [await listener] };
    return client.send(command);
  };
  return { send } as unknown as ElasticLoadBalancingV2Client;
}

/** By ARN, what asks for its hundred, once. */
function batches(
  arns: readonly string[],
  ask: (arns: string[]) => Promise<[string, object][]>,
): ReadonlyMap<string, () => Answers> {
  const found = new Map<string, () => Answers>();
  for (const part of chunk(arns, AT_ONCE)) {
    let answers: Answers | undefined;
    const once = (): Answers => (answers ??= describeExisting(part, ask).then((each) => new Map(each)));
    for (const arn of part) found.set(arn, once);
  }
  return found;
}

/** The answer for this one, or null where that is no question for one of those that are known. */
function onlyOne(
  asked: readonly string[] | undefined,
  known: ReadonlyMap<string, () => Answers>,
): Promise<object> | null {
  const [arn, ...more] = asked ?? [];
  const answers = arn === undefined || more.length > 0 ? undefined : known.get(arn);
  if (arn === undefined || answers === undefined) return null;
  return answers().then((found) => {
    const there = found.get(arn);
    // As AWS answers for one that is not there.
    if (there === undefined) throw new NotFound(`${arn} does not exist`);
    return there;
  });
}
