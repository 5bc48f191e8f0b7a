import type { Web } from "./harness.ts";

/** The channel names the image once more, and the event of that comes. */
export async function nameAgain(web: Web, image: string): Promise<void> {
  await web.person.putParameter(web.account.channel, image);
  await web.minutes(1);
  await web.settled();
}

/** Of every rollout: to which image, and how it ended. */
export const outcomes = async (web: Web) =>
  (await web.rollouts()).map(({ imageTo, outcome }) => [imageTo, outcome] as const);
