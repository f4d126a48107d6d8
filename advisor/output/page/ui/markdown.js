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

  const bullets = (lines) =>
    lines.map((line) => (line.startsWith("  * ") ? line : `* ${line}`)).join("\n");
  const steps = (lines) => lines.map((line, index) => `${index + 1}. ${plain(line)}`).join("\n");

  // A table of texts; empty if it has no rows.
  function table(headings, rows) {
    const [head, ...body] = [headings, ...rows].map((row) => `| ${row.map(plain).join(" | ")} |`);
    return body.length ? [head, `|${" --- |".repeat(headings.length)}`, ...body].join("\n") : "";
  }

  // A block under a line that says what it is; empty if the block is.
  const titled = (title, block) => (block ? `${title}\n\n${block}` : "");
  // Blocks one after another; those that are empty leave no gap.
  const blocks = (...found) => found.filter(Boolean).join("\n\n");

  page.markdown = { plain, bullets, steps, table, titled, blocks };
})(globalThis.page);
