/**
 * Slips do not come alone: a record typed in haste, read off a bad scan or long out of date has several wrong fields at once. Of one
 * that was entered carelessly, so many fields hold anything at all, as a stranger's would.
 */
export const wrongFields = 0.35;

/** Weight in a record entered carelessly of a field that weighs so much in others. */
export const carelessWeight = (weight: number): number => Math.log2((1 - wrongFields) * 2 ** weight + wrongFields);
