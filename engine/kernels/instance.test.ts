import { expect, test } from 'vitest'
import { binary } from './binary.js'
import { kernels } from './instance.ts'

declare const WebAssembly: {
  Module: {
    new (bytes: Uint8Array): object
    imports(module: object): unknown[]
  }
}

test('the kernels take nothing from their host', () => {
  expect(WebAssembly.Module.imports(new WebAssembly.Module(Buffer.from(binary, 'base64')))).toEqual([])
})

test('there is one instance', () => {
  expect(kernels()).toBe(kernels())
})
