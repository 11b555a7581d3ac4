/** By definition. */
const kilogramsPerPound = 0.45359237;

/** To the hundredth of a kilogram, as a file's import rounds it. */
export const kilogramsOf = (pounds: number): number => Math.round(pounds * kilogramsPerPound * 100) / 100;

export const poundsOf = (kilograms: number): number => Math.round((kilograms / kilogramsPerPound) * 10) / 10;
