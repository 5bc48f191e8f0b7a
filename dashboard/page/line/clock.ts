/** The shown account's time, as the server said it last: this machine's own may be another. */
let base = { server: 0, page: 0, speed: 1 };
let heardAt = { page: 0, wall: 0 };

/** The server said what time it is there, and how fast it goes. */
export function setServerTime(server: number, speed = base.speed): void {
  base = { server, page: performance.now(), speed };
}

/** Milliseconds since 1970. A countdown goes by this. */
export const serverNow = (): number => base.server + (performance.now() - base.page) * base.speed;

/** Something came over the stream. */
export const heard = (): void => {
  heardAt = { page: performance.now(), wall: Date.now() };
};

/**
 * Seconds since something came over the stream, by this machine. By both of its clocks: one stands still while it sleeps, and the other
 * may be set.
 */
export const silentSeconds = (): number =>
  Math.max(performance.now() - heardAt.page, Date.now() - heardAt.wall) / 1000;
