"""Where Isaac's Python starts: `python.sh isaac_worker job.json`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # Python put this folder first in its path; there its modules would stand in the way of others of the same name.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from isaac_worker.run import main

    del sys.path[0]
    main(sys.argv)
