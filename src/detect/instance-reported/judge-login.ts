import { loginFinding, type Login, ways } from "../../domain/access/login.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import type { Finding } from "../../domain/findings/finding.ts";
import { readAllowances } from "../../ledger/found/access-allowed.ts";
import { listFindings } from "../../ledger/findings.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { converge } from "../../rollout/convergence/converge.ts";
import { writeFindings } from "../scan/write-findings.ts";
import type { InstanceReportedContext } from "./context.ts";
import { holdReported } from "./hold-reported.ts";
import type { Judged } from "./judge-reported.ts";

interface LoggedInto {
  readonly server: ServerFacts;
  readonly login: Login;
  readonly actor: string;
}

/** Generations whose servers serve, or may come to: of the others a login changes nothing any more. */
const ALIVE: readonly string[] = ["launching", "live"];

/**
 * Writes down that somebody was let into a server, also while a run is changing the fleet: no scan could find it later. The run
 * either takes that server away, or leaves the finding to whoever decides at its end.
 */
export async function judgeLogin(
  fleet: Fleet,
  { server, login, actor }: LoggedInto,
  context: InstanceReportedContext,
): Promise<Judged> {
  const { ledger, clock } = context;
  const about = `${login.principal} was let into ${server.id} by ${ways[login.way]}`;
  const generations = await listGenerations(ledger, fleet.fleet);
  const own = generations.find(({ generation }) => generation.group === server.group)?.generation;
  if (own === undefined || !ALIVE.includes(own.state)) {
    const of = own === undefined ? "no generation" : `generation ${own.number}, which is ${own.state}`;
    return { reason: `${about}: it is of ${of}`, rollout: null };
  }
  const [standing, allowances] = await Promise.all([
    listFindings(ledger, fleet.fleet),
    readAllowances(ledger, fleet.fleet),
  ]);
  const into = { server: server.id, generation: own.number, settings: fleet.access, allowances };
  const put = loginFinding(login, into, clock.now());
  if (put.mode === "replace") await holdReported({ fleet: fleet.fleet, put: [put] }, { ...context, actor });
  const found = { fleet: fleet.fleet, standing, put: [put], lift: [], stands: [] };
  await writeFindings(found, { ...context, actor });
  const converged = put.mode === "replace" ? await converge(fleet.fleet, { actor }, context) : undefined;
  return { reason: `${about}: ${outcomeOf(put)}`, rollout: converged?.execution ?? null };
}

function outcomeOf({ mode, evidence }: Finding): string {
  if (typeof evidence["allowed"] === "string") return evidence["allowed"];
  return mode === "replace"
    ? "the server is to be replaced"
    : "observed, as the declaration does not have it replaced";
}
