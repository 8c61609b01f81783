"""Types of defects that the product ships: groups as in inspection reports of metal, plastic and electronic parts.

A starting point, written for this product; whoever keeps the settings adds types and takes others off the list.
"""

DEFECT_TYPES = (
    "Dimension out of tolerance",
    "Form or position out of tolerance",
    "Thread or hole",
    "Surface or finish",
    "Burr or sharp edge",
    "Scratch, dent, handling damage",
    "Porosity, void, inclusion",
    "Crack",
    "Wrong material or chemistry",
    "Hardness or heat treatment",
    "Mechanical property",
    "Coating or plating",
    "Corrosion",
    "Weld or joint",
    "Contamination",
    "Sink mark, flash, short shot",
    "Solder joint",
    "Electrical function",
    "Function or leak",
    "Wrong or missing part in assembly",
    "Wrong part or mixed parts",
    "Wrong revision",
    "Marking or label",
    "Documents missing or wrong",
    "Packaging",
    "Quantity",
    "Other",
)
