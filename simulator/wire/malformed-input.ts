/** A parameter that the operation's schema does not know, or whose value does not fit it. */
export class MalformedInput extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MalformedInput";
  }
}
