import type {
  DeleteParameterRequest,
  DeleteParameterResult,
  PutParameterRequest,
  PutParameterResult,
} from "@aws-sdk/client-ssm";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import {
  emitParameterChange,
  type ParameterValue,
  parameterOf,
  refuseToDropLabel,
  writeParameter,
} from "./store.ts";
import type { ParameterRecord } from "../state.ts";
import { invalid } from "../validation.ts";

const IMAGE = "aws:ec2:image";
/** How long the check of an image parameter takes. An assumption: AWS gives no figure. */
const IMAGE_CHECK_SECONDS = 2;
/** aws-facts 1.5: 4 KB for a standard parameter. */
const LARGEST_VALUE_BYTES = 4096;
const TYPES: readonly string[] = ["String", "StringList", "SecureString"];
const NAME = /^[a-zA-Z0-9_.\-/]{1,1011}$/;

/**
 * Writes a standard parameter. With data type aws:ec2:image the answer comes before the image is checked; when the
 * check fails nothing is changed and only an event with an exception tells of it (aws-facts 1.5).
 */
export const putParameter: Operation<PutParameterRequest, PutParameterResult> = {
  kind: "write",
  accepts: ["Name", "Value", "Type", "DataType", "Description", "Overwrite", "Tags"],
  handle: (input, { world }) => {
    const before = world.state.parameters.get(input.Name ?? "");
    const written = valueToWrite(input, before);
    if (written.dataType === IMAGE) {
      world.after(IMAGE_CHECK_SECONDS, () => writeIfImageExists(world, written));
    } else {
      write(world, written);
    }
    return { Version: (before?.version ?? 0) + 1, Tier: "Standard" };
  },
};

export const deleteParameter: Operation<DeleteParameterRequest, DeleteParameterResult> = {
  kind: "write",
  accepts: ["Name"],
  handle: (input, { world }) => {
    const parameter = parameterOf(world.state, input.Name ?? "");
    world.state.parameters.delete(parameter.name);
    emitParameterChange(world, parameter, "Delete");
    return {};
  },
};

function valueToWrite(input: PutParameterRequest, before: ParameterRecord | undefined): ParameterValue {
  const { Name: name = "", Value: value = "", DataType: dataType = before?.dataType ?? "text" } = input;
  checkName(name);
  checkOverwrite(input, before);
  refuseToDropLabel(before);
  checkValue(value, dataType);
  const type = typeToWrite(input, before);
  const tags = (input.Tags ?? []).map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }));
  const description = input.Description ?? before?.description ?? null;
  return { name, value, type, dataType, description, tags: before?.tags ?? tags };
}

function checkName(name: string): void {
  if (!NAME.test(name) || /^\/?(aws|ssm)(\/|$)/i.test(name)) {
    throw invalid(`Parameter name: can't be prefixed with "aws" or "ssm" and must match ${NAME.source}`);
  }
}

function checkOverwrite(
  { Overwrite, Tags = [] }: PutParameterRequest,
  before: ParameterRecord | undefined,
): void {
  if (before && Overwrite !== true) {
    throw new ServiceFault(
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
  }
  if (Overwrite === true && Tags.length > 0) throw invalid("tags and overwrite can't be used together");
}

function checkValue(value: string, dataType: string): void {
  if (value === "" || Buffer.byteLength(value) > LARGEST_VALUE_BYTES) {
    throw invalid(`Standard tier parameters support values of 1 to ${LARGEST_VALUE_BYTES} bytes`);
  }
  if (dataType !== "text" && dataType !== IMAGE) {
    throw invalid(`The data type '${dataType}' is not supported. Use text or ${IMAGE}`);
  }
}

function typeToWrite(input: PutParameterRequest, before: ParameterRecord | undefined): string {
  const type = input.Type ?? before?.type;
  if (type === undefined) throw invalid("A parameter type is required when you create a parameter.");
  if (!TYPES.includes(type))
    throw new ServiceFault("UnsupportedParameterType", `The type '${type}' is not supported.`);
  if (before && before.type !== type) {
    const message = "The parameter type cannot be changed. Delete the parameter and create it again.";
    throw new ServiceFault("HierarchyTypeMismatchException", message);
  }
  return type;
}

function writeIfImageExists(world: World, written: ParameterValue): void {
  if (world.state.images.get(written.value)?.state === "available") return write(world, written);
  const operation = world.state.parameters.has(written.name) ? "Update" : "Create";
  emitParameterChange(world, written, operation, "Unable to Describe Resource");
}

function write(world: World, written: ParameterValue): void {
  const operation = world.state.parameters.has(written.name) ? "Update" : "Create";
  writeParameter(world, written);
  emitParameterChange(world, written, operation);
}
