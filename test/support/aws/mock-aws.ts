import { mockClient } from "aws-sdk-client-mock";
import { afterAll } from "vitest";

/**
 * Mocks all clients of a class for the tests of one file. Test files share their modules, so a mock that is not taken
 * away would answer in the next file too.
 */
export const mockAws: typeof mockClient = (client) => {
  const mock = mockClient(client);
  afterAll(() => mock.restore());
  return mock;
};
