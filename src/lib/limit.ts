/**
 * Runs `work` over `items`, at most `width` at a time, and keeps their order.
 * The first rejection ends the whole; nothing new is started after it.
 */
export async function mapLimited<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length)
  let next = 0
  async function lane(): Promise<void> {
    while (next < items.length) {
      const index = next++
      const item = items[index] as T
      results[index] = await work(item, index)
    }
  }
  const lanes = Array.from({length: Math.min(width, items.length)}, async () => {
    try {
      await lane()
    } catch (error) {
      next = items.length
      throw error
    }
  })
  await Promise.all(lanes)
  return results
}
