import type { ServiceFault } from "../services/operation.ts";
import { type ErrorShape, shapesOf } from "./protocols/shapes.ts";
import type { Service } from "./service.ts";

/** How a fault looks over the wire: the modeled error with that code, or else the code itself. */
interface FaultOnTheWire {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly sender: "Sender" | "Receiver";
  /** `namespace#Name` of the modeled error; the code when there is none. */
  readonly type: string;
  readonly messageMember: string;
}

const PLAIN_STATUS = 400;

/** `modeledStatus` picks the status that the protocol takes from the model; a status that the fault brings itself wins. */
export function faultOnTheWire(
  fault: ServiceFault,
  service: Service,
  modeledStatus: (shape: ErrorShape) => number | undefined,
): FaultOnTheWire {
  const shape = shapesOf(service.schemas).errors.get(fault.code);
  const modeled = shape && modeledStatus(shape);
  const status = fault.status === PLAIN_STATUS ? (modeled ?? PLAIN_STATUS) : fault.status;
  return {
    code: fault.code,
    message: fault.message,
    status,
    sender: status < 500 ? "Sender" : "Receiver",
    type: shape ? `${shape.namespace}#${shape.name}` : fault.code,
    messageMember: shape?.messageMember ?? "message",
  };
}
