// Where the values of a number lie on a slider: from low to high, stretched at the low end where the range is wide.
"use strict";
(function (page) {
  page.STEPS = 1000;
  const NEAR = 6; // steps from a value that matters within which the slider is on it
  const WIDE = 50; // times the least value from which on the range is stretched

  // A scale for a number, its answer and its bands: `position` of a value, and `value` at a position, exact.
  page.scale = ({ value, bands }, { min, max, whole, kind }) => {
    const marks = [value, ...bands.slice(1).map((one) => one.at)];
    const [low, high] = ends(marks.map(size), min && size(min), max && size(max));
    const least = Math.min(...marks.map(size).filter((one) => one > low), high) - low;
    const isWide = kind !== "date" && high - low > WIDE * least;
    const stretch = isWide ? Math.log10((high - low) / least) + 1 : 0;
    const position = (one) =>
      Math.round(page.STEPS * share(Math.min(Math.max(size(one) - low, 0) / (high - low), 1), stretch));
    const at = (step) => {
      const near = marks.find((one) => Math.abs(position(one) - step) <= NEAR);
      return near || exact(low + (high - low) * part(step / page.STEPS, stretch), whole || kind === "date");
    };
    return { position, value: at };
  };

  const size = (value) => Number(value.over) / Number(value.under);

  // From a half of the least mark to twice the greatest, within the bounds.
  function ends(marks, min, max) {
    const [least, greatest] = [Math.min(...marks), Math.max(...marks)];
    const low = Math.max(least > 0 ? 0 : least * 2 - 1, min ?? -Infinity);
    const high = Math.min(Math.max(greatest * 2, greatest + 1), max ?? Infinity);
    return [Math.min(low, least), Math.max(high, greatest, low + 1e-9)];
  }

  // How far along a slider a part of the range is, and the other way round.
  const share = (one, stretch) => (stretch ? Math.log10(1 + one * (10 ** stretch - 1)) / stretch : one);
  const part = (one, stretch) => (stretch ? (10 ** (one * stretch) - 1) / (10 ** stretch - 1) : one);

  // A number with three digits that count, exactly as it is shown.
  function exact(number, isWhole) {
    const short = isWhole && Math.abs(number) < 1000 ? Math.round(number) : Number(number.toPrecision(3));
    return advisor.exact(String(isWhole ? Math.round(short) : short));
  }
})(globalThis.page);
