import type { ServiceFault } from "../../services/operation.ts";
import type { WireRequest, WireResponse } from "../message.ts";
import type { Service } from "../service.ts";
import type { OperationShape } from "./shapes.ts";

/** What an answer needs besides its content. */
interface AnswerContext {
  readonly service: Service;
  readonly requestId: string;
}

/** One of AWS's protocols: how a request names its operation, how input is read and how answers are written. */
export interface Protocol {
  /** The name of the operation; undefined when the request does not say. */
  action(request: WireRequest, service: Service): string | undefined;
  /** Throws MalformedInput. */
  read(request: WireRequest, operation: OperationShape): Record<string, unknown>;
  answer(operation: OperationShape, output: object, context: AnswerContext): WireResponse;
  refuse(fault: ServiceFault, context: AnswerContext): WireResponse;
  /** The codes that services of this protocol use for a required parameter that is absent, and for one that is malformed. */
  readonly codes: { readonly missing: string; readonly malformed: string };
}
