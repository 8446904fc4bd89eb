/** Whether a text is the id of a commit, as git and the hub write it: 40 hex digits in lower case. */
export function isCommit(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{40}$/.test(text)
}
