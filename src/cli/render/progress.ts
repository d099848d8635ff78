import type { ProgressEvent, ProgressListener } from '../../progress.js';
import type { OutputStream } from '../io.js';
import type { Messages } from '../messages/en.js';

const every = 100;

function amount(value: number, unit: ProgressEvent['unit']): string {
  // Not by `toLocaleString`, which takes 25 ms the first time.
  if (unit !== 'bytes') return String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
  return `${(value / 1024 / 1024).toFixed(1)} MiB`;
}

function line(messages: Messages, event: ProgressEvent, seconds: number): string {
  const rate = seconds > 0.5 ? `, ${amount(Math.round(event.done / seconds), event.unit)}/s` : '';
  const share = event.total !== null && event.total > 0 ? Math.min(1, event.done / event.total) : null;
  const left =
    share !== null && share > 0.02 && seconds > 1 ? `, ${String(Math.round((seconds / share) * (1 - share)))} s` : '';
  return `${messages.progress.stage[event.stage]}: ${share === null ? '' : `${String(Math.round(share * 100))} %, `}${amount(event.done, event.unit)}${rate}${left}`;
}

/** Draws progress on stderr: one moving line on a terminal, a line at start and end of each stage elsewhere. */
export function createProgress(
  stderr: OutputStream,
  messages: Messages,
  quiet: boolean,
): { readonly listener: ProgressListener; end(): void } {
  let stage: string | null = null;
  let started = 0;
  let drawn = 0;
  let last: ProgressEvent | null = null;
  const terminal = stderr.isTTY === true;
  const end = (): void => {
    if (quiet || last === null) return;
    if (terminal) stderr.write('\r\u001b[K');
    else stderr.write(`${messages.progress.end(messages.progress.stage[last.stage], amount(last.done, last.unit))}\n`);
    last = null;
    stage = null;
  };
  const listener: ProgressListener = (event) => {
    if (quiet) return;
    if (event.stage !== stage) {
      end();
      stage = event.stage;
      started = performance.now();
      drawn = 0;
      if (!terminal) stderr.write(`${messages.progress.start(messages.progress.stage[event.stage])}\n`);
    }
    last = event;
    const now = performance.now();
    if (!terminal || now - drawn < every) return;
    drawn = now;
    const text = line(messages, event, (now - started) / 1000);
    stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
  };
  return { listener, end };
}
