const controlPattern = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** Text that came from files, made safe to print: control and direction characters become visible escapes; newlines of our own stay. */
export function forTerminal(text: string): string {
  return text.replace(controlPattern, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The same for text that is to stay on one line: a file name may hold a line break and a forged line behind it. */
export function lineForTerminal(text: string): string {
  return forTerminal(text).replaceAll('\n', '\\n')
}

const thousandsPattern = /\B(?=(\d{3})+$)/g

/** `1234567` → `1,234,567`, in every locale. */
export function formatCount(count: number | bigint): string {
  return String(count).replace(thousandsPattern, ',')
}

const unitNames = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** Bytes in the largest unit that keeps a digit before the point: `1.5 GiB`. */
export function formatBytes(byteLength: number): string {
  let value = byteLength
  let unit = 0
  while (value >= 1024 && unit < unitNames.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${unitNames[unit]}`
}

/** `2 models`, `1 model` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
