/* Cells of a row of MySQL's text protocol: each a string with its length in front. */

/** Where the cell begins whose length was read last. */
export let cellStart: usize = 0;

/** The length of the cell whose length stands at a place; 0 for NULL. */
export function cellLength(at: usize): usize {
  const lead = <usize>load<u8>(at);
  cellStart = at + 1;
  if (lead < 0xfb) return lead;
  if (lead == 0xfb) return 0;
  if (lead == 0xfc) {
    cellStart = at + 3;
    return <usize>load<u16>(at, 1);
  }
  if (lead == 0xfd) {
    cellStart = at + 4;
    return <usize>(load<u32>(at, 1) & 0xffffff);
  }
  // Eight bytes, of which no more than four can be needed in a memory of 1 GiB.
  cellStart = at + 9;
  return <usize>load<u32>(at, 1);
}
