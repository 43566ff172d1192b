"""Coverage (看全局): whom do we not reach, and who is late. Reads the rooms below, and writes nothing
but the links of its own screens.
"""
