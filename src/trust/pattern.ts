/** Stars beside each other say no more than the larger of them; without this a pattern could take quadratic time for each. */
const starsPattern = /\*+/g

/** A pattern over a whole name: `*` stands for anything but `/`, `**` for anything, all else for itself. */
export function anchoredPattern(text: string): RegExp {
  let source = ''
  let position = 0
  for (const {0: stars, index} of text.matchAll(starsPattern)) {
    source += escapeRegExp(text.slice(position, index)) + (stars.length === 1 ? '[^/]*' : '.*')
    position = index + stars.length
  }
  return new RegExp(`^${source}${escapeRegExp(text.slice(position))}$`, 's')
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
