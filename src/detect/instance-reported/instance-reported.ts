import { readServer } from "../../aws/ec2/ec2.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { readFleet } from "../../ledger/fleets.ts";
import type { InstanceClaim, InstanceEvent, Said } from "./claim.ts";
import type { InstanceReportedContext } from "./context.ts";
import { judgeLogin } from "./judge-login.ts";
import { type Judged, judgeReported } from "./judge-reported.ts";
import { loggedInto, placeOf } from "./logged-into.ts";
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
 * Takes what an event says of servers: somebody's claim that one is too old or has drifted, or AWS's word that one will be ended,
 * was changed, or that somebody was let in. Each is read from EC2 and judged anew as a scan would; only that somebody was let
 * in cannot be read back. What is not taken is written down with its reason and is no error, since it would be the same the
 * next time; a read or a start that fails is thrown, so that the event is delivered again.
 */
export async function instanceReported(
  event: unknown,
  context: InstanceReportedContext,
): Promise<InstanceReportedAnswer> {
  const read = readInstanceEvent(event);
  switch (read.kind) {
    case "claim":
      return takeClaim(read.claim, context);
    case "notice": {
      const answers: InstanceReportedAnswer[] = [];
      for (const claim of read.claims) answers.push(await takeNotice(claim, context));
      return inAll(answers);
    }
    case "login":
      return takeLogin(read, context);
    case "departure":
      return takeDeparture(read, context);
    default: {
      const said = JSON.stringify(event)?.slice(0, EVIDENCE_CHARACTERS) ?? "";
      const evidence = { eventId: read.eventId, event: said };
      return leave({ reason: `${read.kind} event: ${read.reason}`, evidence }, context);
    }
  }
}

async function takeClaim(
  claim: InstanceClaim,
  context: InstanceReportedContext,
): Promise<InstanceReportedAnswer> {
  const { source } = claim;
  // The rule asks for the same; whoever may invoke the function gets past the rule.
  if (source === OWN_SOURCE || !context.trustedSources.includes(source)) {
    const reason = `${source} is no trusted source (custom.trustedSources in serverless.yml)`;
    return leave({ reason, subject: claim.instance, evidence: { claim } }, context);
  }
  return takeNotice(claim, context);
}

/** Reads one server, and judges it. */
async function takeNotice(
  claim: InstanceClaim,
  context: InstanceReportedContext,
): Promise<InstanceReportedAnswer> {
  const startedAt = context.clock.now();
  const read = () => readServer(context.aws.ec2, claim.instance);
  return withServer({ said: claim, subject: claim.instance, read }, context, (fleet, server) =>
    judgeReported(fleet, { server, startedAt, claim, actor: ACTOR }, context),
  );
}

async function takeLogin(
  { said, at, login }: Extract<InstanceEvent, { readonly kind: "login" }>,
  context: InstanceReportedContext,
): Promise<InstanceReportedAnswer> {
  const read = () => loggedInto(at, context);
  const evidence = { claim: said, login: login.evidence };
  return withServer({ said, subject: placeOf(at), evidence, read }, context, (fleet, server) =>
    judgeLogin(fleet, { server, login, actor: ACTOR }, context),
  );
}

/** Its group launches another one by itself, so that one more by us would be one too many: it is written down, no more. */
async function takeDeparture(
  { claim, what }: Extract<InstanceEvent, { readonly kind: "departure" }>,
  context: InstanceReportedContext,
): Promise<InstanceReportedAnswer> {
  const read = () => readServer(context.aws.ec2, claim.instance);
  return withServer({ said: claim, subject: claim.instance, read }, context, async (_fleet, { group }) => ({
    reason: `${claim.instance}: ${what}; ${group ?? "no group"} launches another one by itself`,
    rollout: null,
  }));
}

interface About {
  readonly said: Said;
  /** The instance's id, or where it is. */
  readonly subject: string;
  /** What is kept of it; not there: who says so, and what. */
  readonly evidence?: Readonly<Record<string, unknown>>;
  readonly read: () => Promise<ServerFacts | undefined>;
}

/** What becomes of a server that is there, in this Region, and of a fleet that is declared; and why nothing does of another. */
async function withServer(
  { said, subject, evidence = { claim: said }, read }: About,
  context: InstanceReportedContext,
  judge: (fleet: Fleet, server: ServerFacts) => Promise<Judged>,
): Promise<InstanceReportedAnswer> {
  const left = (reason: string) => leave({ reason, subject, evidence }, context);
  if (said.region !== context.region)
    return left(`${subject} is in ${said.region}, the fleets are in ${context.region}`);
  const server = await read();
  if (server === undefined) return left(`${subject} is gone: EC2 shows no such server`);
  const name = server.tags[TAG];
  if (name === undefined) return left(`${subject} does not carry the tag ${TAG}: it is in no fleet`);
  const declared = await readFleet(context.ledger, name);
  if (declared === undefined) return left(`${subject} is tagged ${TAG}=${name}, which is not declared`);
  const { reason, rollout } = await judge(declared.fleet, server);
  const answer = await leave({ reason, subject: server.id, evidence, fleet: name }, context);
  return { ...answer, rollout };
}

/** One answer for all servers of an event: the first begun run stands for it. */
function inAll(answers: readonly InstanceReportedAnswer[]): InstanceReportedAnswer {
  const first = answers.find(({ rollout }) => rollout !== null) ?? answers[0];
  if (first === undefined) throw new TypeError("an event without a server is none");
  return {
    ...first,
    reason: answers
      .map(({ reason }) => reason)
      .join("; ")
      .slice(0, EVIDENCE_CHARACTERS),
  };
}

interface Left {
  readonly reason: string;
  /** The instance's id; not there: the event names none. */
  readonly subject?: string;
  readonly evidence: Readonly<Record<string, unknown>>;
  /** Null: the account's history has it. */
  readonly fleet?: string | null;
}

/** Written down unless one of the newest entries says the same. */
async function leave(
  { reason, subject, evidence, fleet = null }: Left,
  { ledger, clock }: InstanceReportedContext,
): Promise<InstanceReportedAnswer> {
  const about = { at: clock.now(), fleet, rollout: null, phase: null, kind: "event" as const, actor: ACTOR };
  const of = subject === undefined ? {} : { subject };
  await appendOnce(ledger, { ...about, action: ACTOR, reason, ...of, evidence });
  return { reason, instance: subject ?? null, fleet, rollout: null };
}
