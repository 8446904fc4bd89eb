import {showMarks} from './marks.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '&#10;',
  '\t': '&#9;',
  '\r': '&#13;',
}

/**
 * Text for an attribute or element of XML 1.0; what XML cannot hold, and what acts on a terminal, is shown as an
 * escape.
 */
export function xmlText(text: string): string {
  return text.replace(/[&<>"'\n\t\r]|[^&<>"'\n\t\r]+/g, part => entities[part] ?? plain(part))
}

/** Reports are printed into logs too, where older runners read `##name[` as a command. */
function plain(text: string): string {
  return showMarks(text)
    .replace(/[\ufffe\uffff]/g, nonCharacter)
    .replace(/##(?=\w{0,20}\[)/g, '#&#35;')
}

function nonCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16)}`
}
