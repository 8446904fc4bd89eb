const pattern = /(?:^|\/)\.cache\/huggingface\/(?:[^/]{1,255}\/){0,20}[^/]{1,255}\.(?:metadata|lock)$/

/** Whether a file is what the hub's client notes of a download, beside the files that it fetched. */
export function isDownloadRecord(path: string): boolean {
  return pattern.test(path)
}
