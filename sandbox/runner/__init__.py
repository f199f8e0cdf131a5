"""What runs inside the container: standard library only, since nothing else is there."""
