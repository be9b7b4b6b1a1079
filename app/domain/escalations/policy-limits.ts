/** Steps that a policy may have. */
export const MAX_STEPS = 10;
/** How often the steps may be gone through again. */
export const MAX_REPEATS = 5;
