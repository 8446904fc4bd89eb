/** The purpose says that it is not commercial. */
export function isResearch(purpose: string | undefined): boolean {
  return (
    purpose !== undefined &&
    /\b(?:research|academic|non-?commercial|teaching|education|university|evaluation only|private)\b/i.test(purpose)
  )
}
