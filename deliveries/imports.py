"""The kinds of records that this app offers to import."""

from deliveries.importing import deliveries, lots, nonconformances
from imports.kinds import register

for _kind in (deliveries.KIND, lots.KIND, nonconformances.KIND):
    register(_kind)
