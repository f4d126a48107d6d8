// Texts of rules and answers inside Markdown, where they must stay texts; as `record/markdown` does it.
"use strict";
(function (page) {
  const SPECIAL = /([\\`*[\]#|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}]))/gu;

  // A text of one line in which nothing is markup.
  const plain = (text) =>
    String(text)
      .split(/\s+/)
      .filter(Boolean)
      .join(" ")
      .replace(SPECIAL, "\\$1")
      .replaceAll("&", "&amp;")
      .replace(/<(?=[A-Za-z/!?])/g, "&lt;")
      .replace(/\$(?!\d)/g, "&dollar;")
      .replace(/^([-+=>]|\d+(?=[.)](?:\s|$)))/, (found) =>
        /\d/.test(found[0]) ? `${found}\\` : `\\${found}`,
      );

  const bullets = (lines) => lines.map((line) => (line.startsWith("  * ") ? line : `* ${line}`));
  const steps = (lines) => lines.map((line, index) => `${index + 1}. ${plain(line)}`);

  function table(headings, rows) {
    const [head, ...body] = [headings, ...rows].map((row) => `| ${row.map(plain).join(" | ")} |`);
    return [head, `|${" --- |".repeat(headings.length)}`, ...body];
  }

  page.markdown = { plain, bullets, steps, table };
})(globalThis.page);
