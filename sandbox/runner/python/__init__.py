"""What runs in the zygote and in the processes that it forks."""
