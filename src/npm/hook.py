"""The build hook: what pages take from npm comes into the wheel, or beside the checkout (editable install).

`AKKURI_BUNDLE=required` lets a build fail without it, `AKKURI_BUNDLE=skip` leaves it out; else a build where
npm cannot be reached goes on and says so.
"""

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
from bundle import BundleError, make


class BundleHook(BuildHookInterface):  # type: ignore[misc]  # hatchling is there while a wheel is built
    """Runs before a wheel is written."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files and name them to the wheel, under `akkuri/_bundled/npm`."""
        wish = os.environ.get("AKKURI_BUNDLE", "")
        if wish == "skip":
            return
        try:
            made = make()
        except BundleError as error:
            if wish == "required":
                raise
            self.app.display_warning(f"Built without what pages take from npm. {error}")
            return
        if version != "editable":
            build_data["force_include"][str(made)] = "akkuri/_bundled/npm"
