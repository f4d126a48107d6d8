// Decision files: written as YAML, and read from JSON or from YAML as `advisor` writes it.
"use strict";
(function (page) {
  // Plain data as YAML; texts are quoted as JSON does, which YAML reads too.
  page.yaml = (data) => lines(data, "").join("\n") + "\n";

  function lines(data, indent) {
    return Object.entries(data)
      .filter(([, value]) => value !== undefined)
      .flatMap(([key, value]) => {
        const head = `${indent}${key}:`;
        if (Array.isArray(value) && value.some(isMapping)) return [head, ...items(value, indent)];
        if (isMapping(value) && Object.keys(value).length) return [head, ...lines(value, `${indent}  `)];
        return [`${head} ${JSON.stringify(value)}`];
      });
  }

  function items(list, indent) {
    return list.flatMap((one) => {
      const [first, ...others] = lines(one, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...others];
    });
  }

  const isMapping = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  // The mapping in a text; throws an Error that says what cannot be read. Numbers and words stay texts.
  page.parsed = (text) => {
    if (/^\s*\{/.test(text)) return JSON.parse(text);
    const rows = text
      .replace(/^\ufeff/, "")
      .split(/\r?\n/)
      .map(row)
      .filter((one) => one.text);
    const [value, end] = block(rows, 0, 0);
    if (end < rows.length) throw unreadable(rows[end]);
    return value;
  };

  function row(line, index) {
    const text = /^\s*(#|---\s*$|\.\.\.\s*$|%)/.test(line) ? "" : line.trim();
    return { indent: line.length - line.trimStart().length, text, number: index + 1 };
  }

  const unreadable = (one) => new Error(`Line ${one.number} cannot be read here: ${one.text.slice(0, 60)}`);

  // A mapping or a list from a row on, and where it ends.
  function block(rows, at, indent) {
    if (!rows.length) return [{}, 0];
    const isList = (one) => /^-(\s|$)/.test(one.text);
    return isList(rows[at])
      ? list(rows, at, rows[at].indent)
      : mapping(rows, at, Math.max(indent, rows[at].indent));
  }

  function mapping(rows, at, indent) {
    const found = {};
    while (at < rows.length && rows[at].indent === indent && !/^-(\s|$)/.test(rows[at].text)) {
      const [key, text] = entry(rows[at]);
      const [value, end] = valueOf(rows, at, indent, bare(text));
      Object.defineProperty(found, key, { value, enumerable: true, configurable: true });
      at = end;
    }
    return [found, at];
  }

  // The key of a row, and what stands after it.
  function entry(one) {
    const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?=:)/.exec(one.text);
    const at = quoted ? quoted[0].length : one.text.search(/:(\s|$)/);
    const key = quoted ? quoted[1] : one.text.slice(0, Math.max(at, 0)).trimEnd();
    const isKey = quoted || /^[^\s"'#{}[\],&*!|>%@`][^#]*$/.test(key);
    if (!isKey || !/^:(\s|$)/.test(one.text.slice(at, at + 2))) throw unreadable(one);
    return [scalar(key), one.text.slice(at + 1).trimStart()];
  }

  // The value after a key: on its line, folded over the lines below, or a block below.
  function valueOf(rows, at, indent, text) {
    let end = at + 1;
    const below = rows[end];
    if (!text) {
      const isBlock =
        below && (below.indent > indent || (below.indent === indent && /^-(\s|$)/.test(below.text)));
      return isBlock ? block(rows, end, indent + 1) : [null, end];
    }
    if (/^[&*!|>%@`]/.test(text)) throw unreadable(rows[at]);
    while (end < rows.length && rows[end].indent > indent) text += ` ${bare(rows[end++].text)}`;
    return [scalar(text), end];
  }

  function list(rows, at, indent) {
    const found = [];
    while (at < rows.length && rows[at].indent === indent && /^-(\s|$)/.test(rows[at].text)) {
      const text = rows[at].text.slice(1).trimStart();
      rows[at] = { ...rows[at], text, indent: indent + rows[at].text.length - text.length };
      const isMapping_ = /^("[^"]*"|'[^']*'|[^\s"'[{][^:]*):(\s|$)/.test(text);
      const [value, end] = isMapping_
        ? mapping(rows, at, rows[at].indent)
        : valueOf(rows, at, indent, bare(text));
      found.push(value);
      at = end;
    }
    return [found, at];
  }

  // A text without the comment after it.
  function bare(text) {
    const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(#.*)?$/.exec(text);
    return quoted ? quoted[1] : text.replace(/(?<!\S)#.*$/, "").trim();
  }

  function scalar(text) {
    if (text.startsWith('"')) return JSON.parse(text.replace(/\\ /g, " "));
    if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
    if (text === "null" || text === "~") return null;
    if (text === "{}") return {};
    if (/^\[.*\]$/.test(text))
      return text
        .slice(1, -1)
        .split(",")
        .map((one) => scalar(one.trim()))
        .filter((one) => one !== "");
    return text;
  }
})(globalThis.page);
