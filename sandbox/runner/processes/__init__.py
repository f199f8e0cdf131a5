"""The processes that steps run in, as the runner sees them."""
