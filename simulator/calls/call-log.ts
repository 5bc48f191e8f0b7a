/** One API call, as it came in and as it ended. */
export interface CallRecord {
  /** Counts up from 0, in the order the calls arrived. */
  readonly index: number;
  /** When it arrived, milliseconds since 1970. */
  readonly at: number;
  readonly caller: string;
  /** The signing name: `ec2`, `autoscaling`, `elasticloadbalancing`. */
  readonly service: string;
  readonly action: string;
  readonly kind: "read" | "write";
  readonly input: Readonly<Record<string, unknown>>;
  /** `ok`, the code of the error, or `pending` until it is carried out. */
  outcome: string;
}

/** Every call that was made on the simulated account. */
export interface CallLog {
  /** Oldest first. */
  readonly records: readonly CallRecord[];
  /** `autoscaling:CreateAutoScalingGroup` to how often it was called. */
  countsByAction(): Readonly<Record<string, number>>;
}

export interface WritableCallLog extends CallLog {
  add(call: Omit<CallRecord, "index" | "outcome">): CallRecord;
}

export function createCallLog(): WritableCallLog {
  const records: CallRecord[] = [];
  return {
    records,
    countsByAction: () => {
      const counts: Record<string, number> = {};
      for (const { service, action } of records) {
        const name = `${service}:${action}`;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    },
    add: (call) => {
      const record = { ...call, index: records.length, outcome: "pending" };
      records.push(record);
      return record;
    },
  };
}
