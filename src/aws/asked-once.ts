/**
 * Sends each command once, however many ask: the same command with the same input is answered by its first answer, also where that
 * is an error. For one look, since what it answers is as old as that.
 */
export function askedOnce<Command extends { readonly input: object }>(
  send: (command: Command) => Promise<unknown>,
): (command: Command) => Promise<unknown> {
  const answers = new Map<string, Promise<unknown>>();
  return (command) => {
    const question = `${command.constructor.name} ${JSON.stringify(command.input)}`;
    const answer = answers.get(question) ?? send(command);
    answers.set(question, answer);
    return answer;
  };
}
