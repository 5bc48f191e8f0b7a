import * as z from "zod";
import { LEG_POLLS } from "../domain/run/leg.ts";
import { InvalidInput } from "../errors/errors.ts";

const environment = z.object({
  /** Set by Lambda. */
  AWS_REGION: z.string().min(1),
  /** Tells the metrics of one deployment from those of another, and is what Powertools reads it from: `moult-prod`. */
  POWERTOOLS_SERVICE_NAME: z.string().min(1).default("moult"),
  LEDGER_TABLE: z.string().min(1),
  STATE_MACHINE_ARN: z.string().startsWith("arn:", "must be the ARN of the state machine").optional(),
  /** Polls after which the next execution carries a run on: fewer than one may, to see legs follow each other. */
  LEG_POLLS: z.coerce.number().int().min(1).max(LEG_POLLS).optional(),
  /** Rollouts that may be open at once in the account; empty: any number. */
  AT_ONCE: z.literal("").or(z.coerce.number().int().min(1).max(10_000)).optional(),
  /** Of moult, as it is deployed. */
  MOULT_VERSION: z.string().min(1).optional(),
  /** Sources whose claims about servers are looked into, with commas between them. moult would answer its own events. */
  TRUSTED_SOURCES: z
    .string()
    .optional()
    .transform((list = "") => list.split(",").filter((source) => source !== ""))
    .refine((sources) => !sources.includes("moult"), "must not name moult itself"),
  /** Forward proxy for HTTP gates, where the function cannot reach the servers itself. */
  PROBE_PROXY: z.url({ protocol: /^http$/ }).optional(),
});

/** What the functions are told by their environment; a function is given only what it needs (function.yml). */
export interface Env {
  readonly region: string;
  readonly service: string;
  readonly ledgerTable: string;
  readonly stateMachineArn: string | undefined;
  readonly legPolls: number | undefined;
  /** Null: any number. Undefined: this function is not told. */
  readonly atOnce: number | null | undefined;
  /** Undefined: this function is not told. */
  readonly version: string | undefined;
  readonly trustedSources: readonly string[];
  readonly probeProxy: string | undefined;
}

/**
 * The environment, checked; the one place of the deployed code that reads it. Called at cold start, so that a function
 * which is set up wrongly never starts. Throws InvalidInput, which names every fault at once.
 */
export function readEnv(variables: Readonly<Record<string, string | undefined>> = process.env): Env {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new InvalidInput(
      `the environment is wrong: ${faults.join("; ")}. Correct the function's environment`,
    );
  }
  const { data } = parsed;
  return Object.freeze({
    region: data.AWS_REGION,
    service: data.POWERTOOLS_SERVICE_NAME,
    ledgerTable: data.LEDGER_TABLE,
    stateMachineArn: data.STATE_MACHINE_ARN,
    legPolls: data.LEG_POLLS,
    atOnce: data.AT_ONCE === "" ? null : data.AT_ONCE,
    version: data.MOULT_VERSION,
    trustedSources: data.TRUSTED_SOURCES,
    probeProxy: data.PROBE_PROXY,
  });
}
