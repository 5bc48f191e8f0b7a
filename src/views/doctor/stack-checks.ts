import type { StackReader } from "../../aws/stack/examine-stack.ts";
import { type Check, check, type Finding, ok, unknown, wrong } from "./check.ts";
import type { Pointed } from "./doctor-port.ts";
import { stackName } from "./stack-name.ts";

type Stack = Awaited<ReturnType<StackReader["stack"]>>;

/** Looks at the deployed stack; all is unknown where none is named. */
export function examineStack(pointed: Pointed, reader: StackReader): readonly Promise<Check>[] {
  const { stateMachine } = pointed;
  const name = stateMachine === null ? null : stackName(stateMachine);
  const stack = name === null ? null : reader.stack(name);
  stack?.catch(() => undefined);
  const of = (title: string, ask: (found: Stack) => Promise<Finding>): Promise<Check> =>
    check(title, async () =>
      stack === null
        ? unknown("no stack is named", "set MOULT_STATE_MACHINE to the stack's output RolloutArn")
        : ask(await stack),
    );
  return [
    of("stack", async (found) => standing(found, name ?? "")),
    of("version", async (found) => version(found, pointed)),
    of("table", async (found) => table(found, pointed)),
    of("rules", (found) => rules(found, reader)),
    of("dead letters", (found) => deadLetters(found, reader)),
    check("trail", () => trail(reader)),
  ];
}

function standing({ status }: Stack, name: string): Finding {
  const words = `${name}: ${status}`;
  return /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)
    ? ok(words)
    : wrong(words, "see the stack's events in CloudFormation, then deploy again");
}

function version({ outputs }: Stack, pointed: Pointed): Finding {
  const deployed = outputs["Version"];
  if (deployed === undefined)
    return unknown("the stack does not say: it was deployed by a version before this output");
  if (deployed === pointed.version) return ok(deployed);
  return wrong(
    `the stack is ${deployed}, this command line ${pointed.version}`,
    "deploy this version, or use the command line of the stack's",
  );
}

function table({ resources }: Stack, { ledger }: Pointed): Finding {
  const own = resources.find(({ type }) => type === "AWS::DynamoDB::Table")?.id;
  if (own === undefined) return unknown("the stack names no table");
  if (ledger.kind === "table" && ledger.name === own) return ok(own);
  return wrong(
    `the stack keeps its ledger in ${own}, these commands ${ledger.kind} ${ledger.name}`,
    `set MOULT_TABLE=${own}`,
  );
}

async function rules({ resources }: Stack, reader: StackReader): Promise<Finding> {
  const own = resources.filter(({ type }) => type === "AWS::Events::Rule");
  const enabled = await Promise.all(own.map(({ id }) => reader.isRuleEnabled(id)));
  const off = own.filter((_rule, index) => enabled[index] === false);
  if (off.length === 0) return ok(`${own.length} enabled`);
  const [first] = off;
  return wrong(
    `disabled: ${off.map(({ name }) => name).join(", ")}`,
    `\`aws events enable-rule --name ${first?.id}\`, once whoever disabled it agrees`,
  );
}

async function deadLetters({ resources }: Stack, reader: StackReader): Promise<Finding> {
  const queue = resources.find(({ type }) => type === "AWS::SQS::Queue");
  if (queue === undefined) return unknown("the stack names no queue");
  const waiting = await reader.waiting(queue.id);
  if (waiting === 0) return ok("none");
  return wrong(`${waiting} in ${queue.id}`, "see DeadLettersAlarm in the runbook");
}

async function trail(reader: StackReader): Promise<Finding> {
  const trails = await reader.trails();
  if (trails.length > 0) return ok(trails.join(", "));
  return wrong(
    "no trail is on that keeps management events of this Region: logins are not heard of, and who changed a server is known for 90 days only",
    "switch a trail of CloudTrail on, with management events that write",
  );
}
