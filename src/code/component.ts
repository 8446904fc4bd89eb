const scriptOpen = /<script\b(?:[^<>]|<(?!script\b)){0,500}>/gi

/** A Vue, Svelte or Astro component with all but its scripts (and Astro's front matter) blanked, so that lines stay. */
export function blankOutsideScripts(text: string): string {
  const pieces: string[] = []
  let at = 0
  const front = /^\s*---\r?\n/.exec(text)
  const frontEnd = front === null ? -1 : text.indexOf('\n---', front[0].length)
  if (front !== null && frontEnd !== -1) {
    pieces.push(blank(front[0]), text.slice(front[0].length, frontEnd))
    at = frontEnd
  }
  scriptOpen.lastIndex = at
  for (let open = scriptOpen.exec(text); open !== null; open = scriptOpen.exec(text)) {
    const start = open.index + open[0].length
    const end = text.indexOf('</script', start)
    if (end === -1) break
    pieces.push(blank(text.slice(at, start)), text.slice(start, end))
    at = end
    scriptOpen.lastIndex = end
  }
  pieces.push(blank(text.slice(at)))
  return pieces.join(';')
}

function blank(text: string): string {
  return text.replace(/[^\n]+/g, '')
}
