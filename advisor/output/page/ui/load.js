// Unpacks the rules and the scripts of this page. The policy above runs a script only if its text is the one it names.
(async () => {
  const packed = document.getElementById("packed").textContent;
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const { data, scripts } = await new Response(stream).json();
  globalThis.page = { data };
  for (const text of scripts) {
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
  }
})().catch(() => {
  document.getElementById("old").hidden = false;
});
