/* Exact numbers: fractions of whole numbers of any size. What lies on a threshold is decided by the rule. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  class DivisionByZero extends Error {}

  class Fraction {
    /** @param {bigint} over @param {bigint} under */
    constructor(over, under = 1n) {
      if (under === 0n) throw new DivisionByZero();
      const divisor = under === 1n ? 1n : gcd(over, under) * (under < 0n ? -1n : 1n); // most numbers are whole
      this.over = over / divisor;
      this.under = under / divisor;
    }

    plus(other) {
      return new Fraction(this.over * other.under + other.over * this.under, this.under * other.under);
    }

    minus(other) {
      return new Fraction(this.over * other.under - other.over * this.under, this.under * other.under);
    }

    times(other) {
      return new Fraction(this.over * other.over, this.under * other.under);
    }

    by(other) {
      return new Fraction(this.over * other.under, this.under * other.over);
    }

    get negative() {
      return new Fraction(-this.over, this.under);
    }

    get size() {
      return this.over < 0n ? this.negative : this;
    }

    get isWhole() {
      return this.under === 1n;
    }

    /** The greatest whole number that is not above it. */
    get floor() {
      const whole = this.over / this.under;
      return whole * this.under > this.over ? whole - 1n : whole;
    }

    get ceil() {
      return -this.negative.floor;
    }

    /** Below zero, zero or above it, as this is below, equal to or above the other. */
    compare(other) {
      const difference = this.over * other.under - other.over * this.under;
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    }
  }

  function gcd(one, other) {
    let [a, b] = [one < 0n ? -one : one, other < 0n ? -other : other];
    while (b) [a, b] = [b, a % b];
    return a;
  }

  function whole(value) {
    return new Fraction(BigInt(value));
  }

  /** The number of a text such as `5/2`, `-0.25` or `1.5e3`, which is known to be one. */
  function exact(text) {
    const [over, under] = text.split("/");
    if (under !== undefined) return new Fraction(BigInt(over), BigInt(under));
    const [, sign, before, after = "", exponent = "0"] = /^(-?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text);
    const digits = BigInt(before + after || "0") * (sign ? -1n : 1n);
    const places = BigInt(after.length) - BigInt(exponent);
    return places > 0n ? new Fraction(digits, 10n ** places) : new Fraction(digits * 10n ** -places);
  }

  function least(numbers) {
    return numbers.reduce((one, other) => (other.compare(one) < 0 ? other : one));
  }

  function greatest(numbers) {
    return numbers.reduce((one, other) => (other.compare(one) > 0 ? other : one));
  }

  Object.assign(advisor, { DivisionByZero, Fraction, exact, greatest, least, whole });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
