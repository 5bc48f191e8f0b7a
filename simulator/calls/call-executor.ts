import type { Authorize } from "../iam/authorize.ts";
import { ServiceFault } from "../services/operation.ts";
import type { StateHistory } from "../state-history.ts";
import type { Service } from "../wire/service.ts";
import type { World } from "../world/world.ts";
import type { CallRecord, WritableCallLog } from "./call-log.ts";
import type { Fault, FaultHook } from "./faults.ts";
import type { Quotas } from "./quotas.ts";
import type { ReadCall, RefusedCall } from "./read-call.ts";

/** What a call is carried out with. */
export interface Account {
  readonly world: World;
  readonly services: ReadonlyMap<string, Service>;
  readonly calls: WritableCallLog;
  readonly quotas: Quotas | undefined;
  readonly faults: FaultHook | undefined;
  /** Undefined: everybody may do everything. */
  readonly authorize?: Authorize | undefined;
  readonly history: StateHistory | undefined;
}

/** A call that has arrived and waits to be carried out. */
export interface ArrivedCall<Answer> {
  /** How long it is to be held back before it is carried out. */
  readonly delaySeconds: number;
  /** Carries it out, once. `lost`: it was done, and the caller must not see the answer. */
  execute(): { readonly answer: Answer; readonly lost: boolean };
}

/** Takes in one request: reads it, logs it and asks what shall go wrong with it. */
export function arrive<Answer>(
  account: Account,
  caller: string,
  read: (requestId: string) => ReadCall<Answer> | RefusedCall<Answer>,
): ArrivedCall<Answer> {
  const { world, calls, faults } = account;
  const requestId = world.newUuid();
  const call = read(requestId);
  const { service, action } = call;
  if ("fault" in call) {
    calls.add({ at: world.now(), caller, service, action, kind: "read", input: {} }).outcome =
      call.fault.code;
    return { delaySeconds: 0, execute: () => ({ answer: call.refusal, lost: false }) };
  }
  const { kind } = call.operation;
  const record = calls.add({ at: world.now(), caller, service, action, kind, input: call.input });
  const fault = faults?.(record);
  return {
    delaySeconds:
      (fault?.kind === "delay" ? fault.seconds : 0) + (call.operation.extraSeconds?.(call.input) ?? 0),
    execute: () => ({
      answer: runStep(account, { call, record, fault, requestId }),
      lost: fault?.kind === "lost",
    }),
  };
}

interface Arrived<Answer> {
  readonly call: ReadCall<Answer>;
  readonly record: CallRecord;
  readonly fault: Fault | undefined;
  readonly requestId: string;
}

function runStep<Answer>(account: Account, arrived: Arrived<Answer>): Answer {
  const { call, record, fault } = arrived;
  try {
    if (fault?.kind === "error") throw new ServiceFault(fault.code, fault.message, fault.status);
    const refusal = account.authorize?.(record, account.world);
    if (refusal) throw refusal;
    account.quotas?.take(call.service, call.action, call.input);
    const answer = call.answer(handle(account, arrived));
    record.outcome = "ok";
    return answer;
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    record.outcome = error.code;
    return call.refuse(error);
  }
}

function handle(account: Account, { call, fault, requestId }: Arrived<unknown>): object | undefined {
  const { world, history } = account;
  const isStale = fault?.kind === "stale" && call.operation.kind === "read";
  if (isStale && !history) throw new Error("A stale read needs the simulator's option `history`.");
  const secondsAgo = isStale ? fault.asOf : 0;
  if (call.operation.kind === "write") history?.touched();
  return call.operation.handle(call.input, {
    world,
    state: isStale && history ? history.asOf(secondsAgo) : world.state,
    now: world.now() - secondsAgo * 1000,
    requestId,
  });
}
