"""Money: the currencies of ISO 4217, the coins they are counted in, and the signs they are written with.

A unit is money if it begins with the code of a currency: ``GBP``, ``EUR a month``, ``USD/hour``. The table
is our own, because a library that has it takes longer to load than a decision does.
"""

import re
from typing import NamedTuple

_PLACES = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF
        CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
        GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL
        MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR
        PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
        TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
    """,
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
"""The currencies in use on 2026-01-01, by the decimal places of their smallest coin.

Metals, drawing rights and codes for testing have no coins.
"""
_SIGNS = {
    "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "VND": "₫",
    "PHP": "₱", "NGN": "₦", "UAH": "₴", "RUB": "₽", "TRY": "₺", "CNY": "CN¥", "AUD": "A$", "BRL": "R$",
    "CAD": "CA$", "HKD": "HK$", "MXN": "MX$", "NZD": "NZ$", "SGD": "S$", "TWD": "NT$",
}  # fmt: skip
"""Signs that are shown; at home people type only the last letter of one."""
_TYPED = sorted({typed for sign in _SIGNS.values() for typed in (sign, sign[-1])})

SIGN_OR_CODE = f"[A-Za-z]{{3}}(?![A-Za-z])|{'|'.join(map(re.escape, _TYPED))}"
"""Pattern of what can mark a sum; not every three letters are the code of a currency."""


class Currency(NamedTuple):
    """A currency.

    code: as ISO 4217 has it
    sign: as it is written before a sum; empty where only the code is
    places: decimal places of its smallest coin
    """

    code: str
    sign: str
    places: int

    @property
    def mark(self) -> str:
        """What stands before a sum."""
        return self.sign or f"{self.code} "

    @property
    def typed(self) -> list[str]:
        """What people mark a sum with."""
        return list(dict.fromkeys(mark for mark in (self.sign, self.sign[-1:], self.code) if mark))


CURRENCIES = {
    code: Currency(code, _SIGNS.get(code, ""), places)
    for places, codes in _PLACES.items()
    for code in codes.split()
}
"""Every currency by its code."""


def currency(unit: str) -> Currency | None:
    """The currency that a unit counts; None if it is no money."""
    return None if unit[3:4].isalnum() else CURRENCIES.get(unit[:3])


def currency_unit(unit: str) -> str:
    """The unit of a sum without what it is paid for: ``GBP`` of ``GBP a month``; empty if it is no money."""
    found = currency(unit)
    return found.code if found else ""


def is_mark(text: str) -> bool:
    """Whether a text is the sign or the code of some currency."""
    return text in _TYPED or text.upper() in CURRENCIES


def is_mark_of(text: str, unit: str) -> bool:
    """Whether a sum of a unit can be marked so; without a unit it can be any currency."""
    found = currency(unit)
    return not unit if found is None else text in found.typed or text.upper() == found.code
