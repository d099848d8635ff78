import { setFlagsFromString } from 'node:v8';

/* How this process is to run what takes long: imported for its effect by what works through all rows of a database or of a file. */

// WebAssembly: the baseline compiler's code is a third as fast, and a search is over before the better one takes turns.
setFlagsFromString('--no-liftoff');

// Values of rows that pass by live a little longer than V8 takes short-lived ones to live. Left to itself it lets four times what is
// needed pile up before it looks; at 1.6 times it looks more often, which took no longer (measured at a million customers).
setFlagsFromString('--heap-growing-percent=60');
