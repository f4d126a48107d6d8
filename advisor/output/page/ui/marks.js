// A decision as a mark: one sealed line that `advisor` finds in any export, as its own exports carry it.
"use strict";
(function (page) {
  const MARK = "advisor-decision";
  const FOUND = /advisor-decision sha256:([0-9a-f]{16}) (\{[^]*\})$/;

  page.mark = (decision) => {
    const text = escaped(JSON.stringify(decision));
    return `${MARK} sha256:${seal(text)} ${text}`;
  };

  // The different decisions whose marks stand in a text; throws an Error that says if one is damaged.
  page.marked = (text) => {
    const found = new Set();
    const begun = text.match(/advisor-decision\s+sha256:/g) || [];
    const marks = text.split(/[\r\n<>]/).map(markIn).filter(Boolean);
    if (begun.length > marks.length || marks.some(([, sum, data]) => seal(data) !== sum)) {
      throw new Error("The decision inside this file is damaged; export it again from the decision file.");
    }
    for (const [, , data] of marks) found.add(data);
    return [...found].map((data) => JSON.parse(data));
  };

  // The mark in a line, which goes to its last brace: cut there, no text takes long to search.
  const markIn = (line) => FOUND.exec(line.slice(0, line.lastIndexOf("}") + 1));

  // JSON in which every character is escaped that could end a comment or begin markup, inside its texts.
  function escaped(json) {
    return json.replace(/"(?:[^"\\]|\\.)*"/g, (text) =>
      text
        .replace(
          /[<>&%`*/]|[^\x20-\x7e]/g,
          (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
        )
        .replaceAll("--", "-\\u002d")
        .replaceAll(MARK, MARK.replace("-", "\\u002d")),
    );
  }

  const seal = (text) => page.sha256(text).slice(0, 16);

  // SHA-256 of an ASCII text in hexadecimal digits: browsers have one only where a page came by HTTPS.
  page.sha256 = (text) => {
    const hash = constants(8, 1 / 2);
    const words = padded(text);
    for (let at = 0; at < words.length; at += 16) block(hash, words.subarray(at, at + 16));
    return [...hash].map((one) => one.toString(16).padStart(8, "0")).join("");
  };

  function padded(text) {
    const words = new Uint32Array((((text.length + 8) >> 6) + 1) * 16);
    for (let i = 0; i < text.length; i++) words[i >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
    words[text.length >> 2] |= 0x80 << (24 - (text.length % 4) * 8);
    words[words.length - 1] = text.length * 8;
    return words;
  }

  // The first bits of the fractions of the square or cube roots of the first primes.
  function constants(count, power) {
    const primes = [];
    for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime)) primes.push(n);
    return Uint32Array.from(primes, (prime) => (prime ** power % 1) * 2 ** 32);
  }

  const ROUNDS = constants(64, 1 / 3);
  const turned = (word, by) => (word >>> by) | (word << (32 - by));

  function block(hash, words) {
    const w = new Uint32Array(64);
    w.set(words);
    for (let i = 16; i < 64; i++) {
      const [x, y] = [w[i - 15], w[i - 2]];
      w[i] =
        w[i - 16] +
        w[i - 7] +
        (turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)) +
        (turned(y, 17) ^ turned(y, 19) ^ (y >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = hash;
    for (let i = 0; i < 64; i++) {
      const one =
        h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i];
      const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      hash[i] += word;
    });
  }
})(globalThis.page);
