"""The live core under load: real sockets and routes of a `conference serve` of its own, signed-in
people, readers in C on a core that no server has, and in the same run what the machine allows at
best. Linux only; without a C compiler, readers in Python, and no times and no limit.

A scenario sets a stage (`stage.py`), lets readers in, and fills in a `Measured`.
"""
