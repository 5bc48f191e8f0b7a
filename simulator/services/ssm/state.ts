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
  startedAt: number | null;
  endedAt: number | null;
}

export interface CommandRecord {
  readonly id: string;
  readonly documentName: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly comment: string;
  readonly requestedAt: number;
  readonly expiresAt: number;
  readonly maxConcurrency: string;
  readonly maxErrors: string;
  readonly targets: readonly { readonly key: string; readonly values: readonly string[] }[];
  invocations: Map<string, InvocationRecord>;
}
