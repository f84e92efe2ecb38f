import { pino } from 'pino';
import { environment } from '../site.ts';

/** What the process has to say: each request when it is asked for, and in any case what goes wrong. */
export const log = pino({ level: environment.logRequests ? 'info' : 'warn' });
