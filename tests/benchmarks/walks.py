"""One walk of the shipped chart in process, against plain ``if``s and against zen-engine with trace."""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from advisor import load, walk
from advisor.engine.checking import check

RULES = load()
VALUES: dict[str, Any] = {
    "base_model_suffices": False, "training_examples": 1000, "training_data_quality": 1, "latency_critical": False,
    "monthly_requests": 1_000_000, "avg_input_tokens": 500, "avg_output_tokens": 1000, "fine_tune_cost": 5000,
    "api_offer": "gpt-4o", "tuning_plan": "llama-3.1-8b",
}  # fmt: skip
ANSWERS = check(RULES, VALUES)


def plain_ifs() -> str:
    """The chart by hand, with floats and without reasons."""
    v = VALUES
    if v["base_model_suffices"]:
        return "prompt_engineering"
    if v["training_examples"] * v["training_data_quality"] < 1000:
        return "improve_prompts"
    if v["latency_critical"]:
        return "fine_tune_smaller_model"
    if v["monthly_requests"] < 1_000_000:
        return "prompt_engineering_low_volume"
    api = v["monthly_requests"] * (v["avg_input_tokens"] * 2.5 + v["avg_output_tokens"] * 10) / 1e6
    if api > 700 and (api - 700) * 12 > v["fine_tune_cost"]:
        return "fine_tune_to_save"
    return "prompt_engineering_cheaper"


def _zen_model() -> dict[str, Any]:
    """The chart as switches in a row, as that engine's own editor would store it."""
    api = "(monthly_requests * (avg_input_tokens * 2.5 + avg_output_tokens * 10) / 1000000)"
    switches = [
        ("base_model_suffices", "prompt_engineering"),
        ("training_examples * training_data_quality < 1000", "improve_prompts"),
        ("latency_critical", "fine_tune_smaller_model"),
        ("monthly_requests < 1000000", "prompt_engineering_low_volume"),
        (f"{api} > 700 and ({api} - 700) * 12 > fine_tune_cost", "fine_tune_to_save"),
    ]
    nodes: list[dict[str, Any]] = [{"id": "in", "name": "in", "type": "inputNode"},
                                   {"id": "out", "name": "out", "type": "outputNode"}]  # fmt: skip
    edges = [{"id": "e0", "sourceId": "in", "targetId": "s0", "type": "edge"}]
    for index, (condition, outcome) in enumerate(switches):
        onward = f"s{index + 1}" if index + 1 < len(switches) else "else"
        statements = [
            {"id": "y", "condition": condition, "isDefault": False},
            {"id": "n", "condition": "", "isDefault": True},
        ]
        nodes += [
            {"id": f"s{index}", "name": f"s{index}", "type": "switchNode",
             "content": {"hitPolicy": "first", "statements": statements}},
            _outcome(outcome),
        ]  # fmt: skip
        edges += [
            {
                "id": f"y{index}",
                "sourceId": f"s{index}",
                "targetId": outcome,
                "sourceHandle": "y",
                "type": "edge",
            },
            {
                "id": f"n{index}",
                "sourceId": f"s{index}",
                "targetId": onward,
                "sourceHandle": "n",
                "type": "edge",
            },
            {"id": f"o{index}", "sourceId": outcome, "targetId": "out", "type": "edge"},
        ]
    nodes.append(_outcome("prompt_engineering_cheaper", "else"))
    edges.append({"id": "oe", "sourceId": "else", "targetId": "out", "type": "edge"})
    return {"nodes": nodes, "edges": edges}


def _outcome(outcome: str, name: str = "") -> dict[str, Any]:
    expressions = [{"id": "1", "key": "outcome", "value": f'"{outcome}"'}]
    return {
        "id": name or outcome,
        "name": outcome,
        "type": "expressionNode",
        "content": {"expressions": expressions},
    }


def zen_decision() -> Any:
    """The chart for zen-engine; None where that is not installed."""
    try:
        from zen import ZenEngine
    except ImportError:
        return None
    return ZenEngine().create_decision(json.dumps(_zen_model()))


def zen() -> Callable[[], object] | None:
    """One traced evaluation by zen-engine, if it is installed."""
    model = zen_decision()
    if model is None:
        return None
    assert model.evaluate(VALUES, {"trace": True})["result"]["outcome"] == "fine_tune_to_save"
    return lambda: model.evaluate(VALUES, {"trace": True})


def main(rounds: int = 30, each: int = 300) -> None:
    assert walk(RULES, ANSWERS).outcome == plain_ifs() == "fine_tune_to_save"
    cases: dict[str, Callable[[], object] | None] = {
        "plain ifs": plain_ifs, "zen-engine with trace": zen(), "walk (with trace)": lambda: walk(RULES, ANSWERS),
    }  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name, case in cases.items() if case}
    for _ in range(rounds):
        for name, taken in times.items():
            case = cases[name]
            assert case
            start = time.perf_counter()
            for _ in range(each):
                case()
            taken.append((time.perf_counter() - start) / each)
    walked = statistics.median(times["walk (with trace)"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{median * 1e6:8.2f} µs   walk / this = {walked / median:6.2f}   {name}")


if __name__ == "__main__":
    main()
