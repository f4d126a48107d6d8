"""The names of models and providers in the price list, and what is meant by one that is not there."""

import re
from collections.abc import Mapping

from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import ModelInfo, Provider

from advisor.errors import AdvisorError, Problem, brief, did_you_mean
from advisor.prices.listed.models import ListedModel

MAX_NAMED = 6
"""Providers of one model that an error names."""
_OF_ANOTHER = re.compile(r"/|\.[a-z]")
"""Stands in the name by which a provider sells another one's model: ``meta/llama``, ``regional.anthropic.claude``."""


def find(name: str) -> tuple[str, str]:
    """Provider and model that a name stands for: ``o3-mini``, or with its provider ``azure/o3-mini``.

    Raises AdvisorError for a name that is not listed, or by several providers alike.
    """
    head, slash, rest = name.partition("/")
    provider = provider_of(head) if slash else None
    found = provider and of_provider(provider, rest)
    found = found or _anywhere(name)
    if found is None:
        raise (
            _unknown_provider(head, name) if slash and provider is None else _unknown(rest or name, provider)
        )
    return found.provider.id, found.model.id


def identity(provider: str, model: str) -> tuple[str, str]:
    """Provider and model as they are listed; they may be called otherwise here. Raises AdvisorError."""
    found = entry(provider, model)
    return found.provider.id, found.model.id


def entry(provider: str, model: str) -> ListedModel:
    """The entry of a provider and a model, as either may be called. Raises AdvisorError."""
    own = provider_of(provider)
    if own is None:
        raise _unknown_provider(provider, f"{provider}/{model}")
    found = of_provider(own, model)
    if found is None:
        raise _unknown(model, own)
    return found


def provider_of(name: str) -> Provider | None:
    """The provider of that id; None if there is none."""
    return next((one for one in get_snapshot().providers if one.id == name.lower()), None)


def of_provider(provider: Provider, name: str) -> ListedModel | None:
    """The model of that id or, only if there is none, one that is known by that name too."""
    own = _exactly(provider, name)
    model = own or provider.find_model(name, all_providers=get_snapshot().providers)
    return ListedModel(provider, model) if model else None


def _exactly(provider: Provider, name: str) -> ModelInfo | None:
    return next((one for one in provider.models if one.id.lower() == name.lower()), None)


def _anywhere(name: str) -> ListedModel | None:
    """A model named without its provider: its maker's or, if that is not known, the only one of that id."""
    try:
        found = of_provider(get_snapshot().find_provider(name.lower(), None, None), name)
    except LookupError:
        found = None
    if found:
        return found
    same = [ListedModel(one, model) for one in get_snapshot().providers if (model := _exactly(one, name))]
    if len(same) > 1:
        names = ", ".join(one.name for one in same[:MAX_NAMED]) + (" …" if len(same) > MAX_NAMED else "")
        says = f"the model `{brief(name)}` is listed by several providers"
        raise AdvisorError(Problem("unknown-model", says, f"name one: {names}"))
    return same[0] if same else None


def _unknown_provider(provider: str, name: str) -> AdvisorError:
    ids = [one.id for one in get_snapshot().providers]
    remedy = did_you_mean(provider, ids)
    if not remedy.startswith("did you mean"):
        remedy = _nearest(name.rpartition("/")[2], None) or remedy
    return AdvisorError(
        Problem("unknown-model", f"there is no provider `{brief(provider)}` in the list", remedy)
    )


def _unknown(model: str, provider: Provider | None) -> AdvisorError:
    says = f"no prices are listed for the model `{brief(model)}`{f' of {provider.id}' if provider else ''}"
    return AdvisorError(Problem("unknown-model", says, _nearest(model, provider)))


def _nearest(model: str, provider: Provider | None) -> str:
    """A remedy with names like that one, each of which works; those of one provider, if any is like it."""
    from difflib import get_close_matches

    listed: dict[str, list[str]] = {}
    makers_first = sorted(get_snapshot().providers, key=lambda one: one.model_match is None)
    for one in [provider] if provider else makers_first:
        for known in one.models:
            if ListedModel(one, known).is_paid_by_tokens():
                listed.setdefault(known.id.lower(), []).append(f"{one.id}/{known.id}")
    close = get_close_matches(model.lower(), listed, n=3, cutoff=0.6) or _with_it(model.lower(), listed)
    names = list(dict.fromkeys(_by_its_maker(listed[one]) for one in close))
    if names:
        return f"did you mean {' or '.join(names)}?"
    return _nearest(model, None) if provider else ""


def _by_its_maker(names: list[str]) -> str:
    """The name, of those that one model has at several providers, at the one that made it, if that is known."""
    return next((name for name in names if name.startswith(f"{_maker(names[0])}/")), names[0])


def _maker(name: str) -> str:
    """The provider that a model's name stands for, without the one who sells it; empty if none is known."""
    try:
        return str(get_snapshot().find_provider(name.partition("/")[2], None, None).id)
    except LookupError:
        return ""


def _with_it(part: str, listed: Mapping[str, list[str]]) -> list[str]:
    """The names with that part, newer ones before older; those of its maker, if any is so called."""
    having = [name for name in listed if part and part in name]
    own = [name for name in having if any(one.startswith(f"{_maker(one)}/") for one in listed[name])]
    return sorted([name for name in own if not _OF_ANOTHER.search(name)] or having, reverse=True)[:3]
