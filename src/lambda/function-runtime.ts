import type { ClientFactories, Clients, ServiceName } from "../aws/clients.ts";
import { connect } from "../aws/connect.ts";
import { lambdaSettings } from "../aws/lambda-settings.ts";
import { errors } from "../aws/middleware/errors.ts";
import { retry } from "../aws/middleware/retry.ts";
import type { Clock } from "../domain/clock.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { openDynamoDbLedger } from "../ledger/stores/dynamodb-ledger.ts";
import { realClock } from "../step/real-clock.ts";
import { type Env, readEnv } from "./env.ts";
import { type FunctionMeter, functionMeter } from "./function-meter.ts";
import { metricsEmitter } from "./metrics.ts";

/** What a function has for as long as it lives. */
export interface FunctionRuntime {
  readonly env: Env;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Not there: nothing is measured. */
  readonly meter?: FunctionMeter;
}

/** Reads the environment and opens the ledger: once, when the function starts. Throws InvalidInput. */
export function initFunction(): FunctionRuntime {
  const env = readEnv();
  const meter = functionMeter(metricsEmitter({ service: env.service, now: realClock.now }));
  const ledger = openDynamoDbLedger(env.ledgerTable, lambdaSettings(env.region));
  return { env, ledger, clock: realClock, meter };
}

/** Clients that change nothing of a fleet, and so need no lease: for reading, starting and telling. */
export const connectPlain = <S extends ServiceName>(
  factories: ClientFactories<S>,
  { env, clock, meter }: Pick<FunctionRuntime, "env" | "clock" | "meter">,
): Pick<Clients, S> =>
  connect(factories, lambdaSettings(env.region), [
    retry({ clock, random: Math.random }),
    errors(),
    ...(meter ? [meter.middleware] : []),
  ]);
