interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** What a template's value comes to where its stack stands in the simulated account, as CloudFormation would make it. */
export function filledIn(value: unknown, at: Place): unknown {
  if (Array.isArray(value)) return value.map((each) => filledIn(each, at));
  if (typeof value !== "object" || value === null) return value;
  const [first] = Object.entries(value);
  const [key, inner]: [string, unknown] = first ?? ["", undefined];
  if (key === "Ref") return physical(String(inner), at);
  if (key === "Fn::GetAtt") return physical(String((inner as string[])[0]), at);
  if (key === "Fn::Sub")
    return String(inner).replaceAll(/\$\{([\w:]+)\}/g, (_, name: string) => physical(name, at));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filledIn(each, at)]));
}

function physical(name: string, { partition, region, account }: Place): string {
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const known: Record<string, string> = {
    "AWS::Partition": partition,
    "AWS::Region": region,
    "AWS::AccountId": account,
    "AWS::StackName": "moult-dev",
    "AWS::StackId": arn("cloudformation", "stack/moult-dev/1"),
    Ledger: arn("dynamodb", "table/moult-ledger"),
    DeadLetters: arn("sqs", "moult-dead-letters"),
    OperateLambdaFunction: arn("lambda", "function:moult-dev-operate"),
    Rollout: arn("states", "stateMachine:moult-dev-rollout"),
    Retirement: arn("states", "stateMachine:moult-dev-retirement"),
    Recycle: arn("states", "stateMachine:moult-dev-recycle"),
    Scan: arn("states", "stateMachine:moult-dev-scan"),
  };
  const found = known[name];
  if (found === undefined) throw new Error(`the simulated account has no ${name}`);
  return found;
}
