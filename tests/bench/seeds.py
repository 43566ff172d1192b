"""What every city of the bench begins with, so that the small and the large have one history."""

# Members `load_demo` makes; of these every fifth joined through the portal.
SEEDS = 2_000
ONLINE = 5
# Activities it makes; half of them lie in the running month.
ACTIVITIES = 2_000
MONTH = ACTIVITIES // 2
