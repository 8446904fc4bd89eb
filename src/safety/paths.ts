/** Absolute, through a drive or a share, as an address of a file, or upwards. */
export function leadsOut(name: string): boolean {
  const parts = name.split(/[/\\]/)
  return /^(?:[/\\~]|[A-Za-z]:|file:)/i.test(name) || parts.includes('..') || name.includes('\0')
}
