/** By which the ledger knows that an event was handled for a fleet. */
export const eventKey = (fleet: string, eventId: string): string => `image-published#${fleet}#${eventId}`;
