import type { EmbeddedEngine } from "../../src/engine/embedded-engine.ts";
import type { ProcessLifetime } from "./process-lifetime.ts";

/** One process that runs the state machine and all functions, or Step Functions with its Lambdas. */
export interface ControlPlane {
  readonly name: string;
  readonly lifetime: ProcessLifetime;
  readonly engine: EmbeddedEngine;
  /** Hands an event to the function that takes published images. */
  deliver(event: unknown): Promise<unknown>;
  sweep(): Promise<unknown>;
}
