/** Rows of one page. */
export const pageSize = 100

/** The page that is given, from 1, of an answer in pages. */
export interface Paged {
  readonly total: number
  readonly page: number
  readonly pages: number
}

/** Which rows of a list are wanted. */
export interface Wanted {
  /** from 1 */
  readonly page: number
  readonly size: number
  /** every row is wanted in the end, so all pages are counted */
  readonly isWhole?: boolean
}

/** Where a page begins; beyond the last one it is the last. */
export function paged(total: number, {page: asked, size}: Wanted): Paged & {readonly offset: number} {
  const pages = Math.max(1, Math.ceil(total / size))
  const page = Math.min(Math.max(1, asked), pages)
  return {total, page, pages, offset: (page - 1) * size}
}
