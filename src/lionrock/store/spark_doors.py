"""What may be shut where Spark is to be used: its server, and the place of its tables."""

import re
import socket
from urllib.parse import urlsplit

_PATIENCE = 10  # seconds for a Spark Connect server to take a connection
_NO_AWS = (
    "this Spark has no hadoop-aws, without which it opens no s3a://; start it with --packages "
    "org.apache.hadoop:hadoop-aws:VERSION (that of its Hadoop), or use a folder or hdfs:// that "
    "all its workers reach, or --spark sail"
)
_HINTS = (
    (r"S3AFileSystem not found|ClassNotFoundException.*s3a", _NO_AWS),
    (
        r'No FileSystem for scheme "?s3\b|UNSUPPORTED.*\bs3\b',
        "Apache Spark opens S3 as s3a://bucket/… (and wants hadoop-aws for it)",
    ),
    (r"No FileSystem for scheme", "this Spark does not know what stands before ://"),
)


def knock(url: str) -> None:
    """OSError when nobody listens at a Spark Connect URL: the client would try for minutes."""
    found = urlsplit(url)
    with socket.create_connection((found.hostname or "", found.port or 15002), _PATIENCE):
        pass


def unwritable(told: str) -> str:
    """What to do about a place that the workers cannot write to, from what the engine told."""
    for pattern, hint in _HINTS:
        if re.search(pattern, told):
            return hint
    return f"the workers cannot write there: {told}"
