/** Absolute, through a drive or a share, or upwards. */
export function leadsOut(name: string): boolean {
  const parts = name.split(/[/\\]/)
  return /^(?:[/\\~]|[A-Za-z]:)/.test(name) || parts.includes('..') || name.includes('\0')
}
