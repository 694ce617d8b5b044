/* Unpacks a gzip file as the build writes them, where the browser cannot do so by itself. Loaded only there.
   Codes are read bit by bit (RFC 1951), which is slow and short: half a megabyte takes a fraction of a second. */
window.mingbaiGunzip = (bytes) => {
  "use strict";
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const end = bytes.length - 8;
  const out = new Uint8Array(new DataView(bytes.buffer, bytes.byteOffset + end).getUint32(4, true));
  let from = 10; // the build writes neither a name nor anything else into the header
  let to = 0;
  let held = 0;
  let count = 0;

  function bits(wanted) {
    while (count < wanted) {
      if (from >= end) throw new Error("gzip");
      held |= bytes[from++] << count;
      count += 8;
    }
    const value = held & ((1 << wanted) - 1);
    held >>>= wanted;
    count -= wanted;
    return value;
  }

  /* How many codes of each length, and their symbols in order. */
  function coded(lengths) {
    const counts = new Uint16Array(16);
    const places = new Uint16Array(16);
    const symbols = new Uint16Array(lengths.length);
    lengths.forEach((length) => { counts[length]++; });
    counts[0] = 0;
    for (let length = 1; length < 15; length++) places[length + 1] = places[length] + counts[length];
    lengths.forEach((length, symbol) => { if (length) symbols[places[length]++] = symbol; });
    return { counts, symbols };
  }

  function next({ counts, symbols }) {
    let code = 0;
    let first = 0;
    let place = 0;
    for (let length = 1; length < 16; length++) {
      code |= bits(1);
      if (code - counts[length] < first) return symbols[place + code - first];
      place += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    throw new Error("gzip");
  }

  /* The first value of each symbol and how many bits follow it. */
  function steps(size, start, extraOf) {
    let value = start;
    return Array.from({ length: size }, (_, at) => {
      const extra = extraOf(at);
      value += 1 << extra;
      return [value - (1 << extra), extra];
    });
  }

  const LENGTHS = [...steps(28, 3, (at) => Math.max(0, (at >> 2) - 1)), [258, 0]];
  const DISTANCES = steps(30, 1, (at) => Math.max(0, (at >> 1) - 1));
  const fixed = () => [
    coded(Uint8Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8))),
    coded(new Uint8Array(30).fill(5)),
  ];

  function own() {
    const sizes = [bits(5) + 257, bits(5) + 1];
    const lengths = new Uint8Array(19);
    const given = bits(4) + 4;
    for (let at = 0; at < given; at++) lengths[ORDER[at]] = bits(3);
    const code = coded(lengths);
    const all = new Uint8Array(sizes[0] + sizes[1]);
    for (let at = 0; at < all.length;) {
      const symbol = next(code);
      if (symbol < 16) {
        all[at++] = symbol;
      } else {
        const value = symbol === 16 ? all[at - 1] : 0;
        const times = symbol === 16 ? 3 + bits(2) : symbol === 17 ? 3 + bits(3) : 11 + bits(7);
        all.fill(value, at, (at += times));
      }
    }
    return [coded(all.subarray(0, sizes[0])), coded(all.subarray(sizes[0]))];
  }

  function block([letters, distances]) {
    for (;;) {
      const symbol = next(letters);
      if (symbol === 256) return;
      if (symbol < 256) {
        out[to++] = symbol;
      } else {
        const [length, more] = LENGTHS[symbol - 257];
        const stop = to + length + bits(more);
        const [distance, further] = DISTANCES[next(distances)];
        const back = distance + bits(further);
        for (; to < stop; to++) out[to] = out[to - back];
      }
    }
  }

  function stored() {
    held = count = 0;
    const length = bytes[from] | bytes[from + 1] << 8;
    out.set(bytes.subarray(from + 4, from + 4 + length), to);
    from += 4 + length;
    to += length;
  }

  for (let isLast = 0; !isLast;) {
    isLast = bits(1);
    const kind = bits(2);
    if (kind === 0) stored(); else block(kind === 1 ? fixed() : own());
  }
  return out;
};
