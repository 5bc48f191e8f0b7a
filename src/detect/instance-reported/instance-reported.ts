import { readServer } from "../../aws/ec2/ec2.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { readFleet } from "../../ledger/fleets.ts";
import type { InstanceClaim } from "./claim.ts";
import type { InstanceReportedContext } from "./context.ts";
import { judgeReported } from "./judge-reported.ts";
import { readInstanceEvent } from "./read-instance-event.ts";

interface InstanceReportedAnswer {
  readonly reason: string;
  readonly instance: string | null;
  /** The server's fleet; null: nothing was judged. */
  readonly fleet: string | null;
  /** The execution that was started, now or by the same decision before; null: nothing is begun. */
  readonly rollout: string | null;
}

const ACTOR = "instance-reported";
/** By which moult's servers are known. */
const TAG = "moult:fleet";
/** Never trusted, whatever the deployment says: moult would answer its own events. */
const OWN_SOURCE = "moult";
/** An event is kept as evidence up to this many characters. */
const EVIDENCE_CHARACTERS = 2000;

/**
 * Takes somebody's claim that a server is too old or has drifted, reads that server from EC2, and judges it anew as a scan
 * would. What is not taken is written down with its reason and is no error, since it would be the same the next time; a read
 * or a start that fails is thrown, so that the event is delivered again.
 */
export async function instanceReported(
  event: unknown,
  context: InstanceReportedContext,
): Promise<InstanceReportedAnswer> {
  const read = readInstanceEvent(event);
  if (read.kind !== "claim") {
    const said = JSON.stringify(event)?.slice(0, EVIDENCE_CHARACTERS) ?? "";
    const evidence = { eventId: read.eventId, event: said };
    return leave({ reason: `${read.kind} event: ${read.reason}`, evidence }, context);
  }
  const { claim } = read;
  const { source, instance, region } = claim;
  const left = (reason: string, fleet: string | null = null): Promise<InstanceReportedAnswer> =>
    leave({ reason, claim, fleet }, context);
  // The rule asks for the same; whoever may invoke the function gets past the rule.
  if (source === OWN_SOURCE || !context.trustedSources.includes(source))
    return left(`${source} is no trusted source (custom.trustedSources in serverless.yml)`);
  if (region !== context.region)
    return left(`${instance} is in ${region}, the fleets are in ${context.region}`);
  const startedAt = context.clock.now();
  const server = await readServer(context.aws.ec2, instance);
  if (server === undefined) return left(`${instance} is gone: EC2 shows no such server`);
  const name = server.tags[TAG];
  if (name === undefined) return left(`${instance} does not carry the tag ${TAG}: it is in no fleet`);
  const declared = await readFleet(context.ledger, name);
  if (declared === undefined) return left(`${instance} is tagged ${TAG}=${name}, which is not declared`);
  const judged = await judgeReported(declared.fleet, { server, startedAt, claim, actor: ACTOR }, context);
  return left(judged.reason, name).then((answer) => ({ ...answer, rollout: judged.rollout }));
}

interface Left {
  readonly reason: string;
  readonly claim?: InstanceClaim;
  readonly evidence?: Readonly<Record<string, unknown>>;
  /** Null: the account's history has it. */
  readonly fleet?: string | null;
}

/** Written down unless one of the newest entries says the same. */
async function leave(
  { reason, claim, evidence = { claim }, fleet = null }: Left,
  { ledger, clock }: InstanceReportedContext,
): Promise<InstanceReportedAnswer> {
  const about = { at: clock.now(), fleet, rollout: null, phase: null, kind: "event" as const, actor: ACTOR };
  const subject = claim === undefined ? {} : { subject: claim.instance };
  await appendOnce(ledger, { ...about, action: ACTOR, reason, ...subject, evidence });
  return { reason, instance: claim?.instance ?? null, fleet, rollout: null };
}
