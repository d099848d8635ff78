export const visible = 0.58;
export const wrongDates = (careless: number): number => (1 - careless) * 0.0145 + careless * 0.3;
