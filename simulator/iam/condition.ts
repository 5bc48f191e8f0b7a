import type { Statement } from "./statement.ts";
import { fitsArn } from "./wildcard.ts";

/** What a condition can ask of a call, by its key in lower case. An absent key is not known for this call. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

type Operator = (given: readonly string[] | undefined, wanted: readonly string[]) => boolean;

const some =
  (matches: (wanted: string, given: string) => boolean): Operator =>
  (given, wanted) =>
    given?.some((one) => wanted.some((each) => matches(each, one))) ?? false;

const equal = (wanted: string, given: string): boolean => wanted === given;

/**
 * The operators that moult's statements use, each as IAM's user guide has it: a plain one is false for an absent key
 * and true when any of several values matches; `ForAllValues:` is true for an absent key; `Null` asks for absence.
 */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: some(equal),
  ArnLike: some(fitsArn),
  Bool: some((wanted, given) => equal(wanted.toLowerCase(), given.toLowerCase())),
  Null: (given, wanted) => wanted.includes(String(given === undefined)),
  "ForAllValues:StringEquals": (given = [], wanted) => given.every((one) => wanted.includes(one)),
};

/** Whether all conditions of a statement hold. Throws for an operator that is not known here: none is passed over. */
export function conditionsHold(condition: Statement["Condition"], context: ConditionContext): boolean {
  return Object.entries(condition ?? {}).every(([name, keys]) => {
    const operator = OPERATORS[name];
    if (operator === undefined) {
      const known = Object.keys(OPERATORS).join(", ");
      throw new Error(`The condition operator ${name} is not judged here. Known: ${known}.`);
    }
    return Object.entries(keys).every(([key, wanted]) => operator(context.get(key.toLowerCase()), wanted));
  });
}
