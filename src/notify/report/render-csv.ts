import type { ReportRequest } from './figures.js';

const headers = ['request', 'status', 'received', 'due', 'closed', 'extended', 'on_time', 'open_steps'];

/** A cell that no spreadsheet takes for a formula, quoted where it must be (RFC 4180). */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** One line a request, with semicolons and CRLF as spreadsheets in German-speaking countries want it. Headers and codes are not translated. */
export function renderCsv(requests: readonly ReportRequest[]): string {
  const lines = requests.map(({ id, status, receivedOn, dueOn, closedOn, extended, openSteps }) => [
    id,
    status,
    receivedOn,
    dueOn,
    closedOn ?? '',
    String(extended),
    status === 'done' && closedOn !== null ? String(closedOn <= dueOn) : '',
    openSteps.join(','),
  ]);
  return [headers, ...lines].map((cells) => `${cells.map(cell).join(';')}\r\n`).join('');
}
