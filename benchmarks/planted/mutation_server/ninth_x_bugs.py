"""The mistakes of part X of the set `ninth`. Some were made by real servers, whose issues are named."""
