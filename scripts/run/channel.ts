import type { Message, Request } from './message.ts'

/** The child's private line to its parent; nothing of it is reachable from a Program. */
export interface Channel {
  /** Gives a message to the system at once; resolves when there is room for another. */
  send(message: Message): Promise<void>
  /** The next request. The process stays alive until it comes. */
  receive(): Promise<Request>
  /** A turn of the event loop: where a process whose parent is gone ends, and a forgotten rejection shows. */
  turn(): Promise<void>
}

/** To be called before a Program is loaded. Without a parent, the process ends. */
export function openChannel(): Channel {
  const { channel } = process
  if (!channel || !process.send) throw new Error('missing parent: this file is started by backprose')
  const write = process.send.bind(process) as (message: Message, sent: () => void) => boolean
  const exit = process.exit.bind(process)
  const { Promise: Later, setImmediate } = globalThis
  const arrived: Request[] = []
  let waiting: ((request: Request) => void) | undefined
  process.on('message', (request: Request) => {
    if (!waiting) return void arrived.push(request)
    channel.unref()
    waiting(request)
    waiting = undefined
  })
  process.on('disconnect', () => exit(1))
  channel.unref()
  return {
    turn: () => new Later(resolve => setImmediate(resolve)),
    send: message => new Later(resolve => write(message, resolve) && resolve()),
    receive() {
      const request = arrived.shift()
      if (request) return Promise.resolve(request)
      channel.ref()
      return new Later(resolve => {
        waiting = resolve
      })
    },
  }
}
