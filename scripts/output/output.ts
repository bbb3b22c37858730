/** What a cell showed: a MIME type and plain data. Stored as it is; turned into HTML only when its page is rendered. */
export type Output =
  | { readonly mime: 'text/plain'; readonly data: string }
  | { readonly mime: 'application/vnd.backprose.tensor'; readonly data: import('./tensor.ts').TensorData }
  | { readonly mime: 'application/vnd.backprose.table'; readonly data: Table }
  | { readonly mime: 'application/vnd.vegalite.v6+json'; readonly data: { readonly [key: string]: unknown } }

/** Rows under named columns, in the order given. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}
