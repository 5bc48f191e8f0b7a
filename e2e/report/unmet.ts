/** What has to be there and is not, in a sentence that says what to do. It ends the run before any case. */
export class Unmet extends Error {
  override readonly name = "Unmet";
}
