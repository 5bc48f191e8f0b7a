import type { Tag } from "../ec2/state.ts";

export interface ParameterRecord {
  readonly name: string;
  value: string;
  type: string;
  dataType: string;
  version: number;
  modifiedAt: number;
  description: string | null;
  tags: Tag[];
  /** The last 100 versions, oldest first, the newest among them. */
  history: ParameterVersion[];
}

export interface ParameterVersion {
  readonly version: number;
  readonly value: string;
  readonly dataType: string;
  readonly description: string | null;
  readonly modifiedAt: number;
  readonly labels?: readonly string[];
}

/** A document of Systems Manager, as far as anybody asks for it. */
export interface DocumentRecord {
  readonly name: string;
  readonly type: string;
  /** Null: it is no calendar, or none that is supported. */
  readonly calendar: CalendarRecord | null;
}

export interface CalendarRecord {
  /** Open but for its events, or only in them. */
  readonly type: "DEFAULT_OPEN" | "DEFAULT_CLOSED";
  readonly events: readonly { readonly from: number; readonly to: number }[];
}

export type InvocationStatus =
  | "Pending"
  | "InProgress"
  | "Delayed"
  | "Success"
  | "Cancelled"
  | "TimedOut"
  | "Failed"
  | "Cancelling";

export interface InvocationRecord {
  readonly instanceId: string;
  status: InvocationStatus;
  statusDetails: string;
  exitCode: number | null;
  output: string;
  /** When delivery was first tried. */
  attemptedAt: number | null;
  startedAt: number | null;
  endedAt: number | null;
}

export interface CommandRecord {
  readonly id: string;
  readonly documentName: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly comment: string;
  readonly requestedAt: number;
  /** When the command as a whole expires: delivery and execution timeout together. */
  readonly expiresAt: number;
  /** How long the delivery to one instance may take. */
  readonly deliverySeconds: number;
  /** Ids that the caller named itself. */
  readonly instanceIds: readonly string[];
  readonly maxConcurrency: string;
  readonly maxErrors: string;
  readonly targets: readonly { readonly key: string; readonly values: readonly string[] }[];
  invocations: Map<string, InvocationRecord>;
  cancelRequested: boolean;
  readonly progress: CommandProgress;
}

/** Counts of a command's invocations, kept so that none has to be counted again at each change. */
interface CommandProgress {
  /** Not yet started, in order. */
  readonly waiting: string[];
  /** How many of `waiting` have been started or ended. */
  taken: number;
  /** Started and not yet ended. */
  open: number;
  succeeded: number;
  /** Failed, or took longer than the execution timeout. */
  errors: number;
  deliveryTimeouts: number;
  /** Cancelled, or never started since too many others failed. */
  cancelled: number;
}
