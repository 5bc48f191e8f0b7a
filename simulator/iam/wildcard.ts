const compiled = new Map<string, RegExp>();

/** Whether a text fits a pattern in which `*` stands for anything and `?` for one character. */
export function fits(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    expression = new RegExp(`^${source}$`, "s");
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

/** Actions are compared without regard to case (IAM user guide, "Action"). */
export const fitsAction = (pattern: string, action: string): boolean =>
  fits(pattern.toLowerCase(), action.toLowerCase());

/** ARNs are compared part by part: a wildcard does not reach over a colon, but within the last part it does. */
export function fitsArn(pattern: string, arn: string): boolean {
  if (pattern === "*") return true;
  const [wanted, given] = [partsOf(pattern), partsOf(arn)];
  return wanted.length === given.length && wanted.every((part, index) => fits(part, given[index] ?? ""));
}

/** Whether two patterns may mean the same ARN: part by part, one of them fits the other. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  return (
    a.length === b.length &&
    a.every((part, index) => fits(part, b[index] ?? "") || fits(b[index] ?? "", part))
  );
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
