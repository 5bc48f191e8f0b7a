/** `moult-prod`: the machines are named after their stack (serverless.yml). */
export const stackName = (stateMachine: string): string =>
  (stateMachine.split(":").at(-1) ?? "").replace(/-rollout$/, "");
