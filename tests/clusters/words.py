"""Words by which one sees that something speaks of batteries."""

import re

BATTERY = re.compile(
    r"batter|\bakku(?!ri)|akku(?:kemi|teste|klust|kenno)|lithium|litium|[ck]athod|katod|\banod[ei]|ele[ck]trod"
    r"|elektrod|dry.?room|kuivahuone|torrum|cell.?format|kennomuo|cell.?manufactur|cell.?assembl|cycler"
    r"|cell.?tillverkning|chemistr(?:y|ies)\b|gigafactor|\bnmc\b|\blfp\b",
    re.IGNORECASE,
)
"""In English, Finnish and Swedish; the name of the program is not one of them."""
