import { type Account, arrive } from "./calls/call-executor.ts";
import { type CallLog, createCallLog } from "./calls/call-log.ts";
import type { FaultHook } from "./calls/faults.ts";
import { createQuotas } from "./calls/quotas.ts";
import { type ClientOptions, clientOptions } from "./client-options.ts";
import { type DirectWay, directWay } from "./direct/direct-way.ts";
import { type ClientClass, openClient } from "./direct/open-client.ts";
import type { Authorize } from "./iam/authorize.ts";
import { type InProcessHandler, inProcessHandler } from "./in-process-handler.ts";
import { SERVICES } from "./services/catalog.ts";
import { furnish } from "./services/ec2/furnish.ts";
import { keepHistory } from "./state-history.ts";
import { createTraffic, type Traffic } from "./traffic/create-traffic.ts";
import { readCall } from "./wire/dispatch.ts";
import type { WireRequest, WireResponse } from "./wire/message.ts";
import type { Service } from "./wire/service.ts";
import { drive, type VirtualClock, virtualClock } from "./world/virtual-time.ts";
import { createWorld, type World, type WorldOptions } from "./world/world.ts";

export interface SimulatorOptions extends WorldOptions {
  /** Virtual time that an in-process call takes. Default 0.05. */
  readonly latencySeconds?: number;
  /** Whether AWS's request quotas apply. Default true. */
  readonly quotas?: boolean;
  readonly faults?: FaultHook;
  /** Refuses calls (simulator/iam/enforce-iam.ts). Default: everybody may do everything. */
  readonly authorize?: Authorize;
  /** Keeps copies of the state of the last 15 seconds, for faults of kind `stale`. Default false: it costs time. */
  readonly history?: boolean;
  /** Clients that the simulator opens go around the wire. Default false. */
  readonly direct?: boolean;
  /** The services of the account. Default: all of the catalog. */
  readonly services?: readonly Service[];
}

/** Who calls, as the call log names them. */
interface Caller {
  readonly name: string;
}

/**
 * A simulated AWS account, furnished with a VPC and nothing else, open to SDK clients in process (`clientOptions`) and to any client over
 * HTTP (`dispatch`).
 */
export interface Simulator {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly calls: CallLog;
  /** Users' requests through the load balancers. */
  readonly traffic: Traffic;
  /** Drives virtual time until `work` settles, and answers what it answered. */
  readonly drive: <T>(work: Promise<T>) => Promise<T>;
  readonly handlerFor: (caller?: Caller) => InProcessHandler;
  /** Around the wire (simulator/direct); undefined unless the simulator was made so. */
  readonly directWayFor: (caller: Caller) => DirectWay | undefined;
  /** A client of this account, over the wire or around it. */
  readonly open: <Client extends { readonly middlewareStack: object }>(
    Client: ClientClass<Client>,
    caller: Caller,
  ) => Client;
  /** All that an SDK client needs to call the account in process: `new EC2Client(simulator.clientOptions())`. */
  readonly clientOptions: (caller?: Caller) => ClientOptions;
  /** Carries out one HTTP request at once. Undefined: it was carried out and its answer was lost. */
  readonly dispatch: (request: WireRequest) => WireResponse | undefined;
}

const DEFAULT_LATENCY_SECONDS = 0.05;
const ANYBODY = "anybody";

export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { latencySeconds = DEFAULT_LATENCY_SECONDS, services = SERVICES } = options;
  const world = createWorld(options);
  furnish(world);
  for (const service of services) service.attach?.(world);
  const traffic = createTraffic(world);
  const calls = createCallLog();
  const account: Account = {
    world,
    services: new Map(services.map((service) => [service.signingName, service])),
    calls,
    quotas: options.quotas === false ? undefined : createQuotas(() => world.now()),
    faults: options.faults,
    authorize: options.authorize,
    history: options.history ? keepHistory(world) : undefined,
  };
  const handlerFor = ({ name }: Caller = { name: ANYBODY }): InProcessHandler =>
    inProcessHandler(account, latencySeconds, name);
  const directWayFor = ({ name }: Caller): DirectWay | undefined =>
    options.direct ? directWay(account, latencySeconds, name) : undefined;
  const optionsFor = (caller?: Caller): ClientOptions =>
    clientOptions(handlerFor(caller), world.region, caller?.name ?? ANYBODY);

  return {
    world,
    clock: virtualClock(world),
    calls,
    traffic,
    drive: (work) => drive(world, work),
    handlerFor,
    directWayFor,
    open: (Client, caller) => openClient(Client, optionsFor(caller), directWayFor(caller)),
    clientOptions: optionsFor,
    dispatch: (request) => {
      const read = (requestId: string) => readCall(request, account.services, requestId);
      const { answer, lost } = arrive(account, accessKey(request), read).execute();
      return lost ? undefined : answer;
    },
  };
}

/** Over HTTP a caller goes by its access key. */
const accessKey = (request: WireRequest): string =>
  /Credential=([^/,]+)\//.exec(request.headers["authorization"] ?? "")?.[1] ?? ANYBODY;
