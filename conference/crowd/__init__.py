"""A crowd of invented people who attend as people do: in browsers of their own, over the network.

They keep a test's manners: so many and no more, for so long and no longer, on this machine only
unless told otherwise. Nothing of the server is used but its pages, and the secret that makes the
links which their mails would bring them.
"""
