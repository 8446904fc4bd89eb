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

/** Of manifests without a lock file; no line for none. */
export function unlockedLines(count: number): string[] {
  if (count === 0) return []
  const [have, its] = count === 1 ? ['has', 'its'] : ['have', 'their']
  return [`${plural(count, 'manifest')} ${have} no lock file, so the exact versions of ${its} packages are unknown`]
}

/** `2 models`, `1 model` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
