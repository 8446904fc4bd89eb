import type {BomView} from './view.ts'

/** What is worked out once for a document, however many of its components ask. */
export function perView<T>(work: (view: BomView) => T): (view: BomView) => T {
  const known = new WeakMap<BomView, {readonly found: T}>()
  return view => {
    const kept = known.get(view) ?? {found: work(view)}
    known.set(view, kept)
    return kept.found
  }
}
