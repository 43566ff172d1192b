"""The demo city: Zhangye's real divisions, plainly fictional people.

Numbers use the unassigned region 629900 with a valid check digit; phones are 1990000xxxx; nobody
here carries a number that could belong to somebody.
"""
