"""What `/metrics` says."""

from prometheus_client.parser import text_string_to_metric_families


def sample(page: str, name: str, **labels: str) -> float | None:
    samples = (each for family in text_string_to_metric_families(page) for each in family.samples)
    wanted = (each for each in samples if (each.name, each.labels) == (name, labels))
    return next((each.value for each in wanted), None)
