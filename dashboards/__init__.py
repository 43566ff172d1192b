"""Coverage (看全局): whom do we not reach, and who is late. Reads the rooms below, writes nothing."""
