"""``python -m insight_reporter``."""

from insight_reporter.cli import main

if __name__ == "__main__":
    main()
