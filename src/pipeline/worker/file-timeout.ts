/** Seconds of work that one file may take: far more than the largest files need that are read at all. */
export const defaultFileTimeout = 10
