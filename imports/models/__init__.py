from imports.models.batch import Batch
from imports.models.line import Line
from imports.models.memory import ColumnMemory, NameMemory
from imports.models.name import SupplierName

__all__ = ["Batch", "ColumnMemory", "Line", "NameMemory", "SupplierName"]
