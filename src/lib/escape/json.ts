/**
 * What `JSON.stringify` leaves as it is, although a terminal or an editor would obey it. Outside strings JSON has none
 * of these.
 */
const markPattern = /(?![\ufe00-\ufe0f])[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu
/** Only such runs are looked at closely: most of a large document is ASCII. */
const runPattern = /[\u007f-\uffff]+/g
const commandPattern = /##(?=\w{0,20}\[)/g

/**
 * A value as JSON text, two blanks of indentation and a line break at the end; characters that act on what shows them
 * are written as `\u…`.
 */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(runPattern, run => run.replace(markPattern, escapeUnits))
  return `${text.replace(commandPattern, '#\\u0023')}\n`
}

function escapeUnits(mark: string): string {
  let escaped = ''
  for (let at = 0; at < mark.length; at++) escaped += `\\u${mark.charCodeAt(at).toString(16).padStart(4, '0')}`
  return escaped
}
