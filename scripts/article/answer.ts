/** A tag such as `(確認テスト:1-2)`: here is the answer to question 2 of section 1. */
export interface Answer {
  readonly name: string
  readonly section: number
  readonly question: number
  readonly id: string
  /** Prose answers; code and pictures go with it. */
  readonly kind: 'text' | 'code' | 'image'
  /** The heading of depth 2 that it stands under: numbers begin anew below each. */
  readonly group: string
}

/** What tags are called unless `\answers{…}` says otherwise. */
export const usualTag = '確認テスト'
