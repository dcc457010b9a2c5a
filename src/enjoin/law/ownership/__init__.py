"""Who is owned by listed persons: one dated test per regime, in exact arithmetic, with its path.

Each test is a least fixed point over direct stakes: an owner that is owned passes on the whole of
what it holds, any other passes on nothing, and nothing is multiplied (OFAC FAQ 401). A stake known
as an interval counts with its lower end for what is owned and its upper end for what may be. The
tests themselves are data of the register: from when, from how much, whose holdings add up.

    graph      what somebody recorded: listings, stakes, control; read and checked
    holdings   what of that holds on a day, under one regime, as recorded by an instant
    closure    the fixed point
    assess     the answer, with its paths
    result     what an answer holds
"""
