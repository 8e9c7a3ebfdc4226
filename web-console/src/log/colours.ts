/** Colours of a terminal on the log's dark background, as `#rrggbb`. */
export const PANE = '#0d1117';
export const TEXT = '#d5dbe3';

const SIXTEEN = [
  '#7d8590',
  '#ff7b72',
  '#56d364',
  '#e3b341',
  '#79c0ff',
  '#d2a8ff',
  '#56d4dd',
  '#d5dbe3',
  '#9aa4af',
  '#ffa198',
  '#7ee787',
  '#f2cc60',
  '#a5d6ff',
  '#e2c5ff',
  '#8ae7ee',
  '#ffffff',
];

/** A colour of the 256-colour palette. */
export function indexed(index: number): string | undefined {
  if (index < 16) {
    return SIXTEEN[index];
  }
  if (index < 232) {
    const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
    const cube = index - 16;
    return rgb(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
  }
  const grey = 8 + (index - 232) * 10;
  return index < 256 ? rgb(grey, grey, grey) : undefined;
}

export function rgb(...parts: number[]): string | undefined {
  if (parts.length !== 3 || parts.some((part) => !(part >= 0 && part <= 255))) {
    return undefined;
  }
  return `#${parts.map((part) => Math.floor(part).toString(16).padStart(2, '0')).join('')}`;
}

/** WCAG contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
