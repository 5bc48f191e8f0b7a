type Rgb = readonly [number, number, number];

const linear = (hex: string): Rgb => {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};

/** WCAG 2.x, "contrast ratio". */
export function contrast(a: string, b: string): number {
  const [one, other] = [a, b].map((hex) => {
    const [red, green, blue] = linear(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  });
  return Math.max(one ?? 0, other ?? 0) / Math.min(one ?? 1, other ?? 1);
}

interface Vision {
  readonly name: string;
  /** On linear RGB. */
  readonly matrix: readonly [Rgb, Rgb, Rgb];
}

/** Machado, Oliveira, Fernandes 2009, severity 1.0. */
export const VISIONS: readonly [Vision, Vision, Vision, Vision] = [
  {
    name: "usual",
    matrix: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  },
  {
    name: "deuteranopia",
    matrix: [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
  },
  {
    name: "protanopia",
    matrix: [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
  },
  {
    name: "tritanopia",
    matrix: [
      [1.255528, -0.076749, -0.178779],
      [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039],
    ],
  },
];

const dot = (row: Rgb, of: Rgb): number => row[0] * of[0] + row[1] * of[1] + row[2] * of[2];

/** Björn Ottosson's OKLab, times 100. */
function oklab(rgb: Rgb): Rgb {
  const l = Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], rgb));
  const m = Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], rgb));
  const s = Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], rgb));
  return [
    100 * (0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s),
    100 * (1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s),
    100 * (0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s),
  ];
}

/** How far apart two colours are for somebody who sees so. */
export function distance(a: string, b: string, { matrix }: Vision): number {
  const [one, other] = [a, b].map((hex) => {
    const rgb = linear(hex);
    return oklab(matrix.map((row) => Math.min(1, Math.max(0, dot(row, rgb)))) as unknown as Rgb);
  }) as [Rgb, Rgb];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
