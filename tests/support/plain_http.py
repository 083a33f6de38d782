"""What a client of plain HTTP needs of TLS: nothing.

A client reads the machine's certificates otherwise, which takes longer than most answers.
"""

import ssl

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
