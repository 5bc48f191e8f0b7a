import { describe, onTestFinished } from "vitest";
import type { ClientOptions } from "../../../simulator/client-options.ts";
import { createSimulator, type Simulator, type SimulatorOptions } from "../../../simulator/simulator.ts";
import { startHttpServer } from "../../../simulator/wire/http-server.ts";

/** What every SDK client takes. Over HTTP it has no handler of ours: the client's own one is used. */
export type ConnectedOptions = Pick<ClientOptions, "region" | "endpoint" | "credentials" | "maxAttempts"> &
  Partial<ClientOptions>;

export interface Connection {
  readonly simulator: Simulator;
  readonly clientOptions: ConnectedOptions;
  /**
   * Waits for SDK calls: `await run(client.send(command))`. In process it drives virtual time until they end; over HTTP
   * it only waits, and virtual time stands still until the test calls `simulator.world.advanceTo`.
   */
  readonly run: <T>(work: Promise<T>) => Promise<T>;
}

export type Connect = (options?: SimulatorOptions) => Promise<Connection>;

/**
 * Defines the same tests twice: with clients that call the simulator in process, and with clients that call it over
 * HTTP. To let time pass in a test, use `simulator.world.advanceTo(simulator.world.now() + milliseconds)`.
 */
export function bothWays(name: string, tests: (connect: Connect) => void): void {
  describe(`${name} (in process)`, () => {
    tests(connectInProcess);
  });
  describe(`${name} (over HTTP)`, () => {
    tests(connectOverHttp);
  });
}

const connectInProcess: Connect = (options) => {
  const simulator = createSimulator(options);
  return Promise.resolve({ simulator, clientOptions: simulator.clientOptions(), run: simulator.drive });
};

const connectOverHttp: Connect = async (options) => {
  const simulator = createSimulator(options);
  const server = await startHttpServer(simulator, { port: 0 });
  onTestFinished(() => server.close());
  const clientOptions = {
    region: simulator.world.region,
    endpoint: server.url,
    credentials: { accessKeyId: "anybody", secretAccessKey: "secret" },
    maxAttempts: 1,
  };
  return { simulator, clientOptions, run: (work) => work };
};
