import { binary } from './binary.js'
import type { Float, FloatKernels, IntegerKernels, KernelName, Module } from './signature.ts'

// What this file needs of the host; neither DOM nor Node types compile here.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { readonly exports: object }
}
declare function atob(base64: string): string

interface Instance {
  readonly module: Module
  readonly float32: FloatKernels
  readonly float64: FloatKernels
  readonly int32: IntegerKernels
  readonly uint8: IntegerKernels
}

let instance: Instance | undefined

/** The one instance of the compiled kernels, made when first asked for. It imports nothing. */
export function kernels(): Module {
  instance ??= instantiate()
  return instance.module
}

/** The instance of a kernel for a dtype. */
export function kernel<Name extends KernelName>(name: Name, dtype: Float): FloatKernels[Name] {
  instance ??= instantiate()
  return instance[dtype][name]
}

/** The instance of a kernel for integers; `bool` is bytes. */
export function integerKernel<Name extends keyof IntegerKernels>(
  name: Name,
  dtype: 'int32' | 'uint8' | 'bool',
): IntegerKernels[Name] {
  instance ??= instantiate()
  return instance[dtype === 'bool' ? 'uint8' : dtype][name]
}

function instantiate(): Instance {
  const text = atob(binary)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i)
  const module = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports
  // Kernels are exported under their name and dtype: add_float32.
  const byDType: Record<string, Record<string, unknown>> = { float32: {}, float64: {}, int32: {}, uint8: {} }
  for (const [name, kernel] of Object.entries(module)) {
    const [own, dtype = ''] = name.split('_')
    const kernels = byDType[dtype]
    if (kernels) kernels[own!] = kernel
  }
  return { module, ...byDType } as unknown as Instance
}
