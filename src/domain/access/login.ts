import * as z from "zod";
import type { Finding } from "../findings/finding.ts";
import { formatInstant } from "../format-instant.ts";
import type { AccessSettings } from "./access-settings.ts";

/** By which of AWS's ways into a server somebody came; each is one call that CloudTrail tells of (aws-facts 9.6). */
export const ways = {
  StartSession: "Session Manager",
  SendSSHPublicKey: "Instance Connect",
  OpenTunnel: "an Instance Connect endpoint",
  SendSerialConsoleSSHPublicKey: "the serial console",
} as const;
export type Way = keyof typeof ways;

/** Somebody has logged into a server, or was let in to do so. */
export interface Login {
  readonly way: Way;
  /** Who, as AWS has proved it: an ARN, or the identity that stands behind a role. */
  readonly principal: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What CloudTrail calls the call, and what it says beside. */
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** Leave to log in: of one server, or of all servers of a fleet. Instants are milliseconds since 1970. */
export const accessAllowance = z.strictObject({
  /** An instance's id; null: any of the fleet. */
  server: z.string().min(1).nullable(),
  by: z.string().min(1),
  reason: z.string().min(1),
  at: z.number(),
  until: z.number(),
  /** Of one server: it is out of traffic while people are in it, and replaced afterwards. */
  isolate: z.literal(true).exactOptional(),
});
export type AccessAllowance = Readonly<z.infer<typeof accessAllowance>>;

/** Another finding than a login that nobody allowed: the one never makes the other good. */
const ALLOWED = "allowed-login";

/** Somebody wants to look into one server, out of traffic: it goes when they have. */
const ISOLATED = "isolated-access";

/** What has a server replaced in place that people are let into out of traffic: its substitute serves before they come. */
export const isolationFinding = (
  { by, reason, at, until }: AccessAllowance,
  { server, generation }: { readonly server: string; readonly generation: number },
): Finding => ({
  server,
  generation,
  kind: "access",
  field: ISOLATED,
  expected: "nobody",
  observed: `${by} wants to look into it out of traffic, until ${formatInstant(until)}: ${reason}`,
  since: at,
  dueAt: at,
  mode: "replace",
  absentIn: 0,
  isPublished: false,
  evidence: { by, reason, until },
});

/** The leave by which people are in one of these servers, out of traffic, now; the one that lasts longest. */
export const isolatingNow = (
  allowances: readonly AccessAllowance[],
  servers: readonly string[],
  now: number,
): (AccessAllowance & { readonly server: string }) | undefined =>
  allowances
    .flatMap((each) => (each.server === null ? [] : [{ ...each, server: each.server }]))
    .filter(({ isolate, server, until }) => isolate === true && now < until && servers.includes(server))
    .toSorted((one, other) => other.until - one.until)[0];

interface LoggedInto {
  readonly server: string;
  readonly generation: number;
  /** Not there: the declaration says nothing of logins, and they are reported. */
  readonly settings: AccessSettings | undefined;
  readonly allowances: readonly AccessAllowance[];
}

/** What a login makes to be found about its server: one finding a server, however often somebody comes, and one for all that was allowed. */
export function loginFinding(
  login: Login,
  { server, generation, settings, allowances }: LoggedInto,
  now: number,
): Finding {
  const { way, principal, at, evidence } = login;
  const allowed = allowances.find(
    (each) =>
      (each.server === null || each.server === server) && wholeSecond(each.at) <= at && at < each.until,
  );
  const why = allowed && `allowed by ${allowed.by} until ${formatInstant(allowed.until)}: ${allowed.reason}`;
  return {
    server,
    generation,
    kind: "access",
    field: allowed === undefined ? "login" : ALLOWED,
    expected: "nobody",
    // Without the time, so that one person's logins to many fleets are seen as one storm.
    observed: `${principal} by ${ways[way]}`,
    since: now,
    dueAt: dueAt(at, settings),
    mode: allowed === undefined ? modeOf(settings) : "report",
    absentIn: 0,
    isPublished: false,
    evidence: { ...evidence, firstAt: at, ...(why === undefined ? {} : { allowed: why }) },
  };
}

/** CloudTrail's times have no fractions: who comes in the second in which leave is given comes after it. */
const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;

const modeOf = (settings: AccessSettings | undefined): Finding["mode"] => settings?.session ?? "report";
const dueAt = (firstAt: number, settings: AccessSettings | undefined): number =>
  firstAt + (settings?.after ?? 0) * 1000;

/** Another login of the kind that was found before. Due from the first on, or who comes each hour keeps the server for ever. */
export function laterLogin(stands: Finding, { mode, observed, evidence }: Finding): Finding {
  return { ...stands, mode, observed, evidence: { ...evidence, firstAt: stands.evidence["firstAt"] } };
}

/** A login as it is written down beside one that is there by then: whichever is told of first, the first of them counts. */
export function besideLogin(known: Finding | undefined, found: Finding): Finding {
  const [before, after] = [known?.evidence["firstAt"], found.evidence["firstAt"]];
  const isFirst = typeof before === "number" && typeof after === "number" && before < after;
  return known !== undefined && isFirst && known.generation === found.generation
    ? { ...laterLogin(known, found), since: found.since, isPublished: found.isPublished }
    : found;
}

/** What the declaration makes now of a login that was found before. Nobody can undo having been there: its server goes first. */
export function loginStands(stands: Finding, settings: AccessSettings | undefined): Finding {
  // A person's own word, whatever is declared of logins.
  if (stands.field === ISOLATED) return stands;
  const firstAt = stands.evidence["firstAt"];
  const next = {
    ...stands,
    mode: stands.field === ALLOWED ? stands.mode : modeOf(settings),
    dueAt: typeof firstAt === "number" ? dueAt(firstAt, settings) : stands.dueAt,
  };
  return next.mode === stands.mode && next.dueAt === stands.dueAt ? stands : next;
}
