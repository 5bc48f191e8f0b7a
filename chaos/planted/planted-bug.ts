/** A bug as somebody might write it one day: one piece of code, once in its file, put another way. */
export interface PlantedBug {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
}
