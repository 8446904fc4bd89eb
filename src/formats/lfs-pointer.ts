/** What a Git LFS pointer says of the file that it stands for. */
export interface LfsPointer {
  /** SHA-256 of the real content, lower-case hex */
  readonly sha256: string
  /** of the real content */
  readonly byteLength: bigint
}

/** Git LFS specification: a pointer is smaller than this. */
export const lfsPointerLimitBytes = 1024

const versionPattern = /^version https:\/\/(?:git-lfs\.github\.com\/spec\/v1|hawser\.github\.com\/spec\/v1)\n/
const oidPattern = /^oid sha256:([0-9a-f]{64})$/m
const sizePattern = /^size (0|[1-9]\d{0,18})$/m

/**
 * Reads a Git LFS pointer: what stands in a clone where the real file was not fetched.
 * @returns undefined where the bytes are no pointer
 * @see git-lfs docs/spec.md, "The Pointer"
 */
export function parseLfsPointer(head: Uint8Array): LfsPointer | undefined {
  if (head.byteLength >= lfsPointerLimitBytes || head[0] !== 0x76) return undefined
  const text = new TextDecoder('latin1').decode(head).replaceAll('\r\n', '\n')
  const sha256 = oidPattern.exec(text)?.[1]
  const size = sizePattern.exec(text)?.[1]
  if (!versionPattern.test(text) || sha256 === undefined || size === undefined) return undefined
  return {sha256, byteLength: BigInt(size)}
}
