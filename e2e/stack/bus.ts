import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { BusEvent } from "../../simulator/world/world.ts";
import type { Place } from "./place.ts";

/** The account's default bus, with the rules that are deployed. */
export interface Bus {
  /** Hands an event to the rules. Answers the names of those that match it. */
  put(event: Omit<BusEvent, "id">): Promise<string[]>;
  /** The names of the rules that match an event, which goes nowhere. */
  matching(event: object): Promise<string[]>;
}

/**
 * A mended emulator takes events of AWS's services as they are. One as shipped refuses a source that begins with
 * `aws.`: there each deployed pattern is asked whether it matches, and what its rule names is called as the rule would.
 */
export function openBus(place: Place, patched: boolean): Bus {
  const events = new EventBridgeClient(place);
  const lambda = new LambdaClient(place);
  return {
    matching: (event) => matching(events, event),
    put: async (event) => {
      const rules = await matching(events, event);
      if (patched || !event.source.startsWith("aws.")) await putOne(events, event);
      else for (const rule of rules) await callTargets({ events, lambda }, rule, event);
      return rules;
    },
  };
}

async function matching(events: EventBridgeClient, event: object): Promise<string[]> {
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  const Event = JSON.stringify({ id: "0", ...event });
  const asked = Rules.filter(({ EventPattern }) => EventPattern !== undefined).map(
    async ({ Name = "", EventPattern }) => {
      const { Result } = await events.send(new TestEventPatternCommand({ EventPattern, Event }));
      return Result ? [Name] : [];
    },
  );
  return (await Promise.all(asked)).flat();
}

async function putOne(events: EventBridgeClient, event: Omit<BusEvent, "id">): Promise<void> {
  const { source: Source, resources, detail } = event;
  const entry = {
    Source,
    DetailType: event["detail-type"],
    Resources: [...resources],
    Detail: JSON.stringify(detail),
  };
  const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  const [{ ErrorCode } = {}] = Entries;
  if (ErrorCode !== undefined) throw new Error(`the bus refused an event of ${Source}: ${ErrorCode}`);
}

async function callTargets(
  { events, lambda }: { readonly events: EventBridgeClient; readonly lambda: LambdaClient },
  Rule: string,
  event: object,
): Promise<void> {
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
  for (const { Arn = "" } of Targets.filter((target) => target.Arn?.includes(":function:")))
    await lambda.send(
      new InvokeCommand({
        FunctionName: Arn,
        InvocationType: "Event",
        Payload: JSON.stringify({ id: "0", ...event }),
      }),
    );
}
