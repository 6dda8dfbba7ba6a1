/** The number of this renderer. */

/** Raised with every change of what comes out for the same tickets: only within one number can bytes be compared. */
export const RENDERER = 1;
