import { AWS_TIME_LIMITS } from "../errors/time-limits.ts";
import {
  type ClientFactories,
  type ClientSettings,
  type Clients,
  type ServiceName,
  withTimeLimits,
} from "./clients.ts";
import {
  type Answer,
  type AwsMiddleware,
  asStackMiddleware,
  type Call,
  type MiddlewareName,
  type StackMiddleware,
} from "./middleware/aws-middleware.ts";

/** As much of the SDK's stack as is used here; its own type differs from client to client. */
interface Stack {
  add(
    middleware: StackMiddleware,
    place: { readonly step: "initialize"; readonly priority: "high"; readonly name: string },
  ): void;
}

/**
 * From the caller inwards, whatever order they are given in:
 * 1. dry-run: a write that is not sent needs no lease and leaves no history.
 * 2. retry: each attempt passes all that follows again.
 * 3. guard: the lease may have been lost, or a freeze may have begun, during the pause before an attempt.
 * 4. trace: only what may be sent is written down, right before it is.
 * 5. fence: the lease and the freeze once more, since writing down takes time too.
 * 6. meter: each attempt counts, and whether AWS throttled it.
 * 7. errors: retry, trace and meter see errors of ours.
 * 8. transport: in place of the SDK's own way out, for an account in this process.
 */
const ORDER: readonly MiddlewareName[] = [
  "dry-run",
  "retry",
  "guard",
  "trace",
  "fence",
  "meter",
  "errors",
  "transport",
];

/**
 * Clients for one invocation, each made when it is first used (0.03 ms) and carrying the middleware. One that is
 * given twice is there once: the last. They wait no longer than they may for a connection and for an answer.
 */
export function connect<S extends ServiceName>(
  factories: ClientFactories<S>,
  settings: ClientSettings,
  middleware: readonly AwsMiddleware[],
): Pick<Clients, S> {
  const inOrder = ORDER.flatMap((name) => middleware.findLast((each) => each.name === name) ?? []);
  const isCarried = inOrder.at(-1)?.name === "transport";
  const clients = {} as Pick<Clients, S>;
  for (const service of Object.keys(factories) as S[]) {
    let made: Clients[S] | undefined;
    Object.defineProperty(clients, service, {
      enumerable: true,
      get: () =>
        (made ??= isCarried
          ? carriedClient<Clients[S]>(factories[service], settings, inOrder)
          : withMiddleware(factories[service](withTimeLimits(settings, AWS_TIME_LIMITS)), inOrder)),
    });
  }
  return clients;
}

/** Names of the classes that factories make: what never changes. */
const clientNames = new WeakMap<(settings: ClientSettings) => object, string>();

/**
 * A client whose calls end at a transport. Nothing of the SDK's is passed on the way there, and making its client and
 * its stack would take several times what the call takes: of it, only the name is needed.
 */
function carriedClient<C extends object>(
  factory: (settings: ClientSettings) => C,
  settings: ClientSettings,
  inOrder: readonly AwsMiddleware[],
): C {
  const client = clientNames.get(factory) ?? factory(settings).constructor.name;
  clientNames.set(factory, client);
  const send = async (command: { readonly input: object }): Promise<object> => {
    const { name } = command.constructor;
    const step = (place: number, call: Call): Promise<Answer> => {
      const middleware = inOrder[place];
      if (middleware === undefined) throw new TypeError(`The transport handed ${name} on.`);
      return middleware.handle(name, call, (next) => step(place + 1, next), client);
    };
    return (await step(0, { input: command.input })).output;
  };
  return { send } as unknown as C;
}

function withMiddleware<C extends Clients[ServiceName]>(client: C, inOrder: readonly AwsMiddleware[]): C {
  const stack = client.middlewareStack as unknown as Stack;
  for (const each of inOrder) {
    // Of one step and priority, what is added first stands further out.
    stack.add(asStackMiddleware(each), { step: "initialize", priority: "high", name: `moult-${each.name}` });
  }
  return client;
}
