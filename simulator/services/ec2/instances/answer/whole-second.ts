/** EC2 tells when a server was launched to the second: AWS's examples have `.000Z`. */
export const wholeSecond = (at: number): Date => new Date(Math.floor(at / 1000) * 1000);
