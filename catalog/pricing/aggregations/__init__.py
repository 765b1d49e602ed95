"""The register of aggregations: what a meter makes of the events of a period. One pure file each, and one line here."""

from collections.abc import Mapping

from catalog.pricing.aggregation import Aggregation
from catalog.pricing.aggregations.count import Count
from catalog.pricing.aggregations.latest import Latest
from catalog.pricing.aggregations.max import Max
from catalog.pricing.aggregations.sum import Sum
from catalog.pricing.aggregations.time_weighted_sum import TimeWeightedSum
from catalog.pricing.aggregations.unique import Unique

AGGREGATIONS: Mapping[str, Aggregation] = {
    aggregation.code: aggregation for aggregation in (Sum(), Count(), Max(), Unique(), Latest(), TimeWeightedSum())
}
