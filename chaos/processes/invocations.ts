import type { CallRecord } from "../../simulator/calls/call-log.ts";
import type { Fault } from "../../simulator/calls/faults.ts";
import type { Clock } from "../../src/domain/clock.ts";
import type { Sent } from "../checkers/invariant.ts";
import type { ScanTracker } from "../checkers/findings/scan-tracker.ts";
import type { Judge } from "../checkers/judge.ts";
import type { Asked, CallFault, CallFaultOf } from "../faults/call-fault.ts";
import { generationOf } from "./invocation-input.ts";
import { isFrozen, leasesAt, type LedgerView } from "../world/ledger-view.ts";
import { type ChaosWorld, MOST_LAG_SECONDS } from "../world/world.ts";
import { faultOf, type Invocation } from "./invocation.ts";

/** Calls that change nothing of a fleet: events for people. */
const PUBLISHING = new Set(["PutEvents"]);

interface InvocationsOptions {
  readonly clock: Clock;
  readonly view: LedgerView;
  readonly judge: Judge;
  readonly scans: ScanTracker;
  readonly note: (what: string) => void;
  readonly count: (what: string) => void;
  /** A call or a process suffers at a point that was chosen. */
  readonly hurt: () => void;
  readonly lag: boolean;
  readonly faultsEnded: () => boolean;
}

type Calls = Pick<ChaosWorld, "inject" | "injectAlways" | "injectReads" | "callFaultOf" | "readFaultOf">;
type Invoking = Pick<ChaosWorld, "invocations" | "begin" | "ended" | "onSend">;

interface Arrivals {
  /** What becomes of a call that arrives; a change is judged before it is carried out. */
  readonly arrives: (call: Readonly<Omit<CallRecord, "outcome">>) => Fault | undefined;
}

/** Keeps who calls and in which state each request left, and draws the faults of calls. */
export function openInvocations(options: InvocationsOptions): Invoking & Calls & Arrivals {
  const { clock, view, note, scans } = options;
  const invocations = new Map<string, Invocation>();
  const sentBy = new Map<string, Sent[]>();
  return {
    ...openCallFaults(options),
    invocations,
    begin: (invocation) => {
      invocations.set(invocation.caller, invocation);
      sentBy.set(invocation.caller, []);
      scans.begin(invocation);
      note(`${invocation.caller} begins ${invocation.task}`);
    },
    ended: (invocation) => {
      invocation.isOver = true;
      scans.ended(invocation, clock.now());
      note(`${invocation.caller} ends`);
    },
    onSend: ({ caller }) => {
      const at = clock.now();
      // A look at the lease and the request that follows it are two: another may take it over in between.
      const invocation = invocations.get(caller);
      const leases = leasesAt(view, invocation && generationOf(invocation), at);
      sentBy.get(caller)?.push({ at, leases, frozen: isFrozen(view, at) });
    },
    arrives: (call) => {
      const { caller, service, action, kind, input } = call;
      const invocation = invocations.get(caller);
      // What the team's own clients send has tokens of chance in it; what the control plane sends has none.
      note(`${caller} ${service}:${action} ${invocation && kind === "write" ? JSON.stringify(input) : ""}`);
      return invocation && arrival(call, invocation, { ...options, sent: sentBy.get(caller)?.shift() });
    },
  };
}

function arrival(
  call: Readonly<Omit<CallRecord, "outcome">>,
  invocation: Invocation,
  { judge, count, lag, sent, scans }: InvocationsOptions & { readonly sent: Sent | undefined },
): Fault | undefined {
  const { kind, action, service } = call;
  const fault = faultOf(invocation, kind, service);
  if (fault?.kind === "stale") count("stale-reads");
  if (fault?.kind === "lost") scans.unanswered(invocation);
  if (kind === "read" || PUBLISHING.has(action)) return fault;
  const entry = invocation.recorded.shift();
  if (fault?.kind !== "error" && sent !== undefined) {
    judge.change({ call, invocation, sent, entry, lagSeconds: lag ? MOST_LAG_SECONDS : 0 });
  }
  return fault;
}

function openCallFaults({ note, hurt, faultsEnded }: InvocationsOptions): Calls {
  const callFaults: CallFaultOf[] = [];
  const readFaults: CallFaultOf[] = [];
  const firstOf = (drawn: readonly CallFaultOf[], asked: Asked): CallFault | undefined => {
    for (const callFaultOf of drawn) {
      const callFault = callFaultOf(asked);
      if (callFault === undefined) continue;
      note(`${asked.process} ${asked.task} ${asked.medium} ${asked.what}: ${JSON.stringify(callFault)}`);
      return callFault;
    }
    return undefined;
  };
  return {
    inject: (callFaultOf) =>
      void callFaults.push((asked) => (faultsEnded() ? undefined : callFaultOf(asked))),
    injectAlways: (callFaultOf) =>
      void callFaults.unshift((asked) => {
        const callFault = callFaultOf(asked);
        if (callFault !== undefined) hurt();
        return callFault;
      }),
    injectReads: (callFaultOf) =>
      void readFaults.push((asked) => (faultsEnded() ? undefined : callFaultOf(asked))),
    callFaultOf: (asked) => firstOf(callFaults, asked),
    readFaultOf: (asked) => firstOf(readFaults, asked),
  };
}
