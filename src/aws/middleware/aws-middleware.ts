/** What the SDK hands through the first step of its stack; inputs and outputs are as different as the calls. */
export interface Call {
  readonly input: object;
}
export interface Answer {
  readonly output: object;
  readonly response: unknown;
}
type Next = (call: Call) => Promise<Answer>;

export type MiddlewareName =
  | "dry-run"
  | "retry"
  | "guard"
  | "trace"
  | "fence"
  | "meter"
  | "errors"
  | "transport";

/** One concern of every call, put on a client by `connect`, which knows the order. */
export interface AwsMiddleware {
  readonly name: MiddlewareName;
  /**
   * Carries a call on through `next`, or answers or refuses it. `command` and `client` are the classes' names:
   * `ModifyRuleCommand`, `ElasticLoadBalancingV2Client`.
   */
  handle(command: string, call: Call, next: Next, client: string): Promise<Answer>;
}

/** The form in which the SDK's stack takes it (`InitializeMiddleware`). */
export type StackMiddleware = (
  next: Next,
  context: { readonly commandName?: string; readonly clientName?: string },
) => Next;

export const asStackMiddleware =
  (middleware: AwsMiddleware): StackMiddleware =>
  (next, context) =>
  (call) =>
    middleware.handle(context.commandName ?? "an unnamed command", call, next, context.clientName ?? "");

/** `ModifyRuleCommand` → `ModifyRule`, as AWS's documents and CloudTrail call it. */
export const actionOf = (command: string): string => command.replace(/Command$/, "");
