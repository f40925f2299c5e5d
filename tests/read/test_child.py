"""The process that opens a workbook reads it on a system that cannot limit a process, too."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.read.corpus import HEADER
from tests.read.corpus_workbook import workbook

WITHOUT_LIMITS = """
import sys
sys.modules["resource"] = None
from tracker.cells.child import main
sys.exit(main())
"""


def test_a_workbook_is_read_where_there_is_no_module_resource() -> None:
    command = [sys.executable, "-c", WITHOUT_LIMITS, "xlsx", "1000", "1000000000", "30"]
    done = subprocess.run(command, input=workbook(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    (sheet,) = json.loads(done.stdout)["sheets"]
    assert sheet["rows"][0] == HEADER
