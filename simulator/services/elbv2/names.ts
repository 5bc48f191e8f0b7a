import { invalid } from "./faults.ts";

const LONGEST_NAME = 32;

/** A load balancer's or target group's name: up to 32 letters, digits and hyphens, no hyphen at an end (aws-facts 1.4). */
export function checkedName(name: string, what: string): string {
  if (name.length > LONGEST_NAME)
    throw invalid(`${what} name '${name}' cannot be longer than '${LONGEST_NAME}' characters`);
  if (!/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(name))
    throw invalid(
      `${what} name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    );
  return name;
}
