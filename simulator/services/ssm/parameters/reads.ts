import type {
  DescribeParametersRequest,
  DescribeParametersResult,
  GetParameterRequest,
  GetParameterResult,
  GetParametersByPathRequest,
  GetParametersByPathResult,
  GetParametersRequest,
  GetParametersResult,
  Parameter,
  ParameterMetadata,
  ParameterStringFilter,
} from "@aws-sdk/client-ssm";
import type { WorldState } from "../../../world/state.ts";
import type { World } from "../../../world/world.ts";
import { type Operation, paginate, ServiceFault } from "../../operation.ts";
import { parameterArn, parameterOf } from "./store.ts";
import type { ParameterRecord } from "../state.ts";
import { pageSize, refuseMoreThan } from "../validation.ts";

type ParameterType = NonNullable<Parameter["Type"]>;

/** Values are never encrypted in the simulator, so WithDecryption changes nothing. */
export const getParameter: Operation<GetParameterRequest, GetParameterResult> = {
  kind: "read",
  accepts: ["Name", "WithDecryption"],
  handle: (input, { state, world }) => ({
    Parameter: apiParameter(parameterOf(state, input.Name ?? ""), world),
  }),
};

/** At most 10 names; unknown ones are listed in InvalidParameters (SSM/GetParameters). */
export const getParameters: Operation<GetParametersRequest, GetParametersResult> = {
  kind: "read",
  accepts: ["Names", "WithDecryption"],
  handle: (input, { state, world }) => {
    const names = input.Names ?? [];
    refuseMoreThan(10, names, "names");
    const answers = names.map((name) => ({ name, parameter: parameterOrNothing(state, name) }));
    return {
      Parameters: answers.flatMap(({ parameter }) => (parameter ? [apiParameter(parameter, world)] : [])),
      InvalidParameters: answers.flatMap(({ name, parameter }) => (parameter ? [] : [name])),
    };
  },
};

/** The parameters one level below the path, or all below it when Recursive; 10 per page (SSM/GetParametersByPath). */
export const getParametersByPath: Operation<GetParametersByPathRequest, GetParametersByPathResult> = {
  kind: "read",
  accepts: ["Path", "Recursive", "WithDecryption", "MaxResults", "NextToken"],
  handle: (input, { state, world }) => {
    const path = input.Path ?? "";
    if (!path.startsWith("/")) {
      throw new ServiceFault("ValidationException", "The parameter path must begin with a slash (/).");
    }
    const prefix = path.endsWith("/") ? path : `${path}/`;
    const found = sorted(state).filter(
      ({ name }) =>
        name.startsWith(prefix) && (input.Recursive === true || !name.slice(prefix.length).includes("/")),
    );
    const { page, nextToken } = paginate(found, pageSize(input.MaxResults, { most: 10 }), input.NextToken);
    return { Parameters: page.map((each) => apiParameter(each, world)), NextToken: nextToken };
  },
};

/** Without values; filters by Name only. */
export const describeParameters: Operation<DescribeParametersRequest, DescribeParametersResult> = {
  kind: "read",
  accepts: ["ParameterFilters", "MaxResults", "NextToken"],
  handle: (input, { state, world }) => {
    const tests = (input.ParameterFilters ?? []).map(nameFilter);
    const found = sorted(state).filter((parameter) => tests.every((test) => test(parameter)));
    const { page, nextToken } = paginate(found, pageSize(input.MaxResults, { most: 50 }), input.NextToken);
    return { Parameters: page.map((each) => apiMetadata(each, world)), NextToken: nextToken };
  },
};

const sorted = (state: WorldState): ParameterRecord[] =>
  [...state.parameters.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));

function parameterOrNothing(state: WorldState, name: string) {
  try {
    return parameterOf(state, name);
  } catch (error) {
    if (error instanceof ServiceFault) return undefined;
    throw error;
  }
}

function nameFilter({ Key, Option = "Equals", Values = [] }: ParameterStringFilter) {
  if (Key !== "Name") throw new ServiceFault("InvalidFilterKey", `The filter key '${Key}' is not valid.`);
  const begins = Option === "BeginsWith";
  if (!begins && Option !== "Equals") {
    throw new ServiceFault("InvalidFilterOption", `The filter option '${Option}' is not valid.`);
  }
  return ({ name }: ParameterRecord): boolean =>
    Values.some((value) => (begins ? name.startsWith(value) : name === value));
}

const apiParameter = (
  parameter: ParameterRecord & { readonly selector?: string },
  world: World,
): Parameter => ({
  Name: parameter.name,
  Type: parameter.type as ParameterType,
  Value: parameter.value,
  Version: parameter.version,
  ...(parameter.selector !== undefined && { Selector: parameter.selector }),
  LastModifiedDate: new Date(parameter.modifiedAt),
  ARN: parameterArn(world, parameter.name),
  DataType: parameter.dataType,
});

const apiMetadata = (parameter: ParameterRecord, world: World): ParameterMetadata => ({
  Name: parameter.name,
  ARN: parameterArn(world, parameter.name),
  Type: parameter.type as ParameterType,
  LastModifiedDate: new Date(parameter.modifiedAt),
  ...(parameter.description !== null && { Description: parameter.description }),
  Version: parameter.version,
  Tier: "Standard",
  DataType: parameter.dataType,
});
