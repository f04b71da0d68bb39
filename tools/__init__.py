"""What maintainers use, outside the wheel."""
