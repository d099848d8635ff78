import { BelboEraseError, ExitCode } from '../../errors.js';
import { isDay } from '../../requests/days.js';
import { readQueue } from '../../requests/read-queue.js';
import { askedOn, requestStatuses, type QueueEntry, type RequestStatus } from '../../requests/request.js';
import type { Context, Style, View } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { queueOf } from '../session.js';
import { byUrgency, requestFields, toJson } from '../render/request.js';
import { renderTable, type Cell, type Column } from '../render/table.js';

interface Filter {
  readonly statuses: readonly RequestStatus[] | null;
  readonly closed: boolean;
  readonly dueBefore: string | null;
  readonly dueWithin: number | null;
}

function parseFilter({ options }: CommandInput): Filter {
  const invalid = (option: string, valid: string): BelboEraseError =>
    new BelboEraseError('INVALID_OPTION', { option, valid });
  const { status, dueBefore, dueWithin } = options;
  const statuses = Array.isArray(status) ? status.flatMap((each) => String(each).split(',')) : null;
  const known = statuses?.map((each) => {
    const found = requestStatuses.find((one) => one === each);
    if (found === undefined) throw invalid('--status', requestStatuses.join(', '));
    return found;
  });
  if (dueBefore !== undefined && (typeof dueBefore !== 'string' || !isDay(dueBefore)))
    throw invalid('--due-before', 'YYYY-MM-DD');
  if (dueWithin !== undefined && (typeof dueWithin !== 'string' || !/^\d{1,4}$/.test(dueWithin)))
    throw invalid('--due-within', '0, 1, 2, …');
  const closed =
    options['all'] === true ||
    (known ?? []).some((each) => each === 'done' || each === 'rejected' || each === 'withdrawn');
  return {
    statuses: known ?? null,
    closed,
    dueBefore: dueBefore === undefined ? null : dueBefore,
    dueWithin: dueWithin === undefined ? null : Number(dueWithin),
  };
}

const isOpen = ({ request }: QueueEntry): boolean =>
  request.status === 'open' || request.status === 'in_progress' || request.status === 'erased';

async function draw(
  context: Context,
  entries: readonly QueueEntry[],
  filtered: boolean,
  style: Style,
): Promise<string> {
  const { messages } = context;
  const { headers } = messages.list;
  const { chalk, sign } = style;
  if (entries.length === 0)
    return filtered ? messages.list.nothingMatches : `${chalk.green(sign.ok)} ${messages.list.none}`;
  const columns: Column[] = [
    { header: headers.id, align: 'right' },
    { header: headers.due },
    { header: headers.left },
    { header: headers.status },
    { header: headers.channel, drop: 1 },
    { header: headers.received, drop: 3 },
    { header: headers.number, drop: 2 },
    { header: headers.name, shrink: 2, least: style.width < 100 ? 11 : 12 },
    // What is to do says more than the day of receipt and the number, where there is room for some of them.
    { header: headers.steps, shrink: 3, least: style.width < 100 ? 7 : 20 },
  ];
  const due = (entry: QueueEntry): Cell => {
    const text = messages.date(entry.dueOn);
    if (!isOpen(entry)) return { text: `  ${text}` };
    if (entry.daysLeft < 0) return { text: `${sign.error} ${text}`, paint: chalk.red };
    return entry.daysLeft <= 7 ? { text: `${sign.warning} ${text}`, paint: chalk.yellow } : { text: `  ${text}` };
  };
  const rows = entries.map((entry): Cell[] => [
    { text: entry.request.id },
    due(entry),
    { text: isOpen(entry) ? messages.left(entry.daysLeft) : '' },
    { text: messages.status[entry.request.status] },
    { text: messages.channel[entry.request.channel] },
    { text: messages.date(askedOn(entry)) },
    { text: entry.customer.number ?? entry.customer.key ?? '' },
    { text: entry.customer.name ?? '' },
    {
      text: [
        ...(entry.handling.hold === null ? [] : [messages.list.onHold]),
        ...entry.request.openSteps.map((step) => messages.step[step] ?? step),
      ].join(', '),
    },
  ]);
  const table = await renderTable(columns, rows, { width: style.width, chalk, more: messages.more });
  const open = entries.filter(isOpen);
  const overdue = open.filter((entry) => entry.daysLeft < 0).length;
  const soon = open.filter((entry) => entry.daysLeft >= 0 && entry.daysLeft <= 7).length;
  return `${table}\n\n${messages.list.summary(open.length, overdue, soon)}`;
}

/** Erasure requests, most urgent first: the data-protection officer's daily view. */
export async function list(context: Context, input: CommandInput): Promise<ExitCode> {
  const filter = parseFilter(input);
  const all = await context.withSession(async (session) => readQueue(queueOf(session), { closed: filter.closed }));
  const entries = all
    .filter((entry) => filter.statuses === null || filter.statuses.includes(entry.request.status))
    .filter((entry) => filter.dueBefore === null || entry.dueOn < filter.dueBefore)
    .filter((entry) => filter.dueWithin === null || entry.daysLeft <= filter.dueWithin)
    .sort(byUrgency);
  const filtered = filter.statuses !== null || filter.dueBefore !== null || filter.dueWithin !== null;
  const view: View = {
    json: { requests: entries.map(toJson) },
    jsonList: { key: 'requests', fields: requestFields },
    tsv: {
      headers: [
        'id',
        'due',
        'days_left',
        'status',
        'channel',
        'received',
        'customer_number',
        'customer_name',
        'open_steps',
        'extended',
        'on_hold',
      ],
      rows: entries.map(({ request, customer, dueOn, daysLeft, extended, handling }) => [
        request.id,
        dueOn,
        daysLeft,
        request.status,
        request.channel,
        request.receivedOn,
        customer.number ?? customer.key,
        customer.name,
        request.openSteps.join(','),
        String(extended),
        String(handling.hold !== null),
      ]),
    },
    terminal: async (style) => draw(context, entries, filtered, style),
  };
  await context.print(view);
  return ExitCode.ok;
}
