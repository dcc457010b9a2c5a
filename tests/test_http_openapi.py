"""The description at /openapi.json and the service agree: schemathesis compares them."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from serving import Serving, add_key, loaded, served

pytestmark = pytest.mark.slow

#: What fits the description may name a list, an entry or a day that is not there: it is refused.
NOT_ASKED = {"positive_data_acceptance"}
#: Requests made up for each operation.
EXAMPLES = 20


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with served(
        loaded(tmp_path_factory.mktemp("openapi")), "--accept-stale", "--keys-only"
    ) as serving:
        yield serving


def test_the_service_does_what_it_describes(serving: Serving) -> None:
    key = add_key(serving.home, "described", "administrator")
    load_all_checks()
    checks = [check for check in CHECKS.get_all() if check.__name__ not in NOT_ASKED]
    described = schemathesis.openapi.from_url(f"{serving.url}/openapi.json")
    wrong, operations = [], 0
    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if operation.path in {"/updatez", "/api/v1/session"}:
            continue  # they fetch from publishers, and sign in
        operations += 1
        try:
            _holds(operation, key, checks)
        except (
            Exception,
            BaseExceptionGroup,
        ) as error:
            wrong.append(f"{operation.method.upper()} {operation.path}: {_told(error)}")
    assert operations > 25
    assert not wrong, "\n\n".join(wrong)


def _holds(operation: Any, key: dict[str, str], checks: list[Any]) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def holds(case: Any) -> None:
        case.call_and_validate(headers=key, checks=checks)

    holds()


def _told(error: BaseException) -> str:
    if isinstance(error, BaseExceptionGroup):
        return "\n".join(_told(each) for each in error.exceptions)
    return str(error)[:1_500]


def test_it_is_openapi_3_1(serving: Serving) -> None:
    answer = serving.client.get("/openapi.json").json()
    assert answer["openapi"].startswith("3.1")
    assert {"/match/{dataset}", "/api/v1/screen", "/reconcile/{dataset}"} <= answer["paths"].keys()
